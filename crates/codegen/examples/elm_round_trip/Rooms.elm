port module Rooms exposing (main)

{-| A page in two rooms that listens to the moves of one.
-}

import BuildAmp.Messages exposing (GameMove)
import BuildAmp.WebSocket as WebSocket exposing (WebSocketMsg(..))
import Json.Encode as Encode


port heard : String -> Cmd msg


port listenTo : (String -> msg) -> Sub msg


type Msg
    = ListenTo String
    | Moved GameMove
    | Entered WebSocket.RoomState
    | Changed WebSocket.Presence
    | FromAll WebSocketMsg


main : Program () String Msg
main =
    Platform.worker
        { init = init
        , update = update
        , subscriptions = subscriptions
        }


init : () -> ( String, Cmd Msg )
init () =
    ( "game:1"
    , Cmd.batch
        [ WebSocket.connectToRoom "game:1"
        , WebSocket.connectToRoom "game:2"
        , WebSocket.sendGameMove "game:1"
            { game_id = "sent", player_id = "ann", move_data = Encode.null, timestamp = 1 }
        ]
    )


subscriptions : String -> Sub Msg
subscriptions room =
    Sub.batch
        [ listenTo ListenTo
        , WebSocket.subscribeToGameMoves room Moved
        , WebSocket.subscribeToRoomState room Entered
        , WebSocket.subscribeToPresence room Changed
        , WebSocket.subscribeToAll FromAll
        ]


update : Msg -> String -> ( String, Cmd Msg )
update msg room =
    case msg of
        ListenTo other ->
            ( other, WebSocket.disconnectFromRoom room )

        Moved move ->
            ( room, heard (room ++ " move " ++ move.game_id) )

        Entered state ->
            ( room, heard (room ++ " state of " ++ String.join "," state.members) )

        Changed presence ->
            ( room, heard (room ++ " presence " ++ presence.user_id) )

        FromAll (GameMoveReceived move) ->
            ( room, heard ("all move " ++ move.game_id) )

        FromAll (WebSocketError error) ->
            ( room, heard ("error " ++ error) )

        FromAll (WebSocketConnected user) ->
            ( room, heard ("connected " ++ user) )

        FromAll WebSocketDisconnected ->
            ( room, heard "disconnected" )

        FromAll _ ->
            ( room, heard "all other" )

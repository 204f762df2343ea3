port module Rooms exposing (main)

{-| A page in two rooms that listens to one.
-}

import BuildAmp.Messages exposing (Heartbeat)
import BuildAmp.WebSocket as WebSocket exposing (WebSocketMsg(..))


port heard : String -> Cmd msg


type Msg
    = InRoom1 Heartbeat
    | FromAll WebSocketMsg


main : Program () () Msg
main =
    Platform.worker
        { init = \_ -> ( (), Cmd.batch [ WebSocket.connectToRoom "game:1", WebSocket.connectToRoom "game:2" ] )
        , update = update
        , subscriptions =
            \_ ->
                Sub.batch
                    [ WebSocket.subscribeToHeartbeats "game:1" InRoom1
                    , WebSocket.subscribeToAll FromAll
                    ]
        }


update : Msg -> () -> ( (), Cmd Msg )
update msg () =
    case msg of
        InRoom1 () ->
            ( (), heard "game:1" )

        FromAll (HeartbeatReceived ()) ->
            ( (), heard "all" )

        FromAll (WebSocketError error) ->
            ( (), heard ("error " ++ error) )

        FromAll (WebSocketConnected user) ->
            ( (), heard ("connected " ++ user) )

        FromAll WebSocketDisconnected ->
            ( (), heard "disconnected" )

        FromAll _ ->
            ( (), Cmd.none )

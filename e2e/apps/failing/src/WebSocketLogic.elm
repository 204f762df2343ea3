module WebSocketLogic exposing (handleEvent, processMessage)

{-| An event whose handler fails until somebody mends it, so that it is given up.
-}

import BuildAmp.Events as Events exposing (Event(..))
import BuildAmp.Server as Server exposing (Context, Effect(..), Response(..), WebSocketMessage(..))
import Json.Encode as Encode


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message _ =
    case message of
        BeginMessage _ ->
            ( [ Events.scheduleReport 0 { number = 7 } ], Ack )

        MendMessage _ ->
            ( [ KVSet { key = "mended", value = Encode.bool True, ttl = Nothing } ], Ack )


handleEvent : Event -> Context -> List Effect
handleEvent event ctx =
    case ( event, Server.getKVValue "mended" ctx ) of
        ( ReportEvent { number }, Just _ ) ->
            [ UpdateGameState { game_id = "done", new_state = Encode.int number } ]

        _ ->
            Debug.todo "it is not mended yet"

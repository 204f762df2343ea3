module WebSocketLogic exposing (processMessage, roomState)

{-| The rules of the app. The server calls `processMessage` for every message: it gets the message and where it comes from, and
answers with what is to happen. Nothing reaches another client without it.
-}

import BuildAmp.Messages as Messages
import BuildAmp.Server exposing (Context, Effect(..), Response(..), WebSocketMessage(..), getKVValue)
import Json.Decode as Decode
import Json.Encode as Encode exposing (Value)


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        PointMessage { x, y } ->
            ( [ Broadcast
                    { room = ctx.room
                    , message = PointedMessage { user = ctx.user_id, x = x, y = y }
                    , exclude = [ ctx.user_id ]
                    }
              ]
            , Ack
            )

        PressMessage _ ->
            press ctx

        _ ->
            ( [], Reject "only the server sends this" )


{-| Reading and writing the count is one transaction: of two who press at the same instant, none is lost.
-}
press : Context -> ( List Effect, Response )
press ctx =
    let
        next =
            pressed ctx + 1
    in
    ( [ KVSet { key = "pressed:" ++ ctx.room, value = Encode.int next, ttl = Nothing }
      , Broadcast
            { room = ctx.room
            , message = PressedMessage { count = next, by = ctx.user_id }
            , exclude = []
            }
      ]
    , Ack
    )


pressed : Context -> Int
pressed ctx =
    getKVValue ("pressed:" ++ ctx.room) ctx
        |> Maybe.andThen (Decode.decodeValue Decode.int >> Result.toMaybe)
        |> Maybe.withDefault 0


{-| What somebody sees who comes in.
-}
roomState : String -> Context -> Value
roomState _ ctx =
    Messages.encodePressed { count = pressed ctx, by = "" }

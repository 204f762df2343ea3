module WebSocketLogic exposing (processMessage, roomState)

{-| The rules of the app. The server calls `processMessage` for every message: it gets the message and where it comes from, and
answers with what is to happen. Nothing reaches another client without it.
-}

import BuildAmp.Messages as Messages
import BuildAmp.Server exposing (Context, Effect(..), Response(..), WebSocketMessage(..))
import BuildAmp.Store as Store
import Json.Encode exposing (Value)


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
            pressed ctx.room ctx + 1
    in
    ( [ Store.setCounter ctx.room { count = next }
      , Broadcast
            { room = ctx.room
            , message = PressedMessage { count = next, by = ctx.user_id }
            , exclude = []
            }
      ]
    , Ack
    )


pressed : String -> Context -> Int
pressed room ctx =
    Store.getCounter room ctx
        |> Maybe.map .count
        |> Maybe.withDefault 0


{-| What somebody sees who comes in.
-}
roomState : String -> Context -> Value
roomState room ctx =
    Messages.encodePressed { count = pressed room ctx, by = "" }

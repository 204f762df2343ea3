module WebSocketLogic exposing (processMessage)

{-| What is said in a room goes to everyone in it, and other rooms call webhooks.
-}

import BuildAmp.Server exposing (Context, Effect(..), Response(..), WebSocketMessage(..))
import BuildAmp.Webhooks as Webhooks
import Json.Encode as Encode


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        CallMessage { webhook, text } ->
            ( [ Webhooks.call webhook (Encode.object [ ( "text", Encode.string text ) ]) ], Ack )

        NoteMessage _ ->
            ( [ Broadcast { room = ctx.room, message = message, exclude = [] } ], Ack )

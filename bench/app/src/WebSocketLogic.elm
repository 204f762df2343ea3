module WebSocketLogic exposing (processMessage)

{-| The one rule of the benchmark: what is said in a room goes to everyone in it, the sender included.
-}

import BuildAmp.Server exposing (Context, Effect(..), Response(..), WebSocketMessage)


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    ( [ Broadcast { room = ctx.room, message = message, exclude = [] } ], Ack )

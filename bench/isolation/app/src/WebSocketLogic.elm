module WebSocketLogic exposing (processMessage)

{-| What is said in a room goes to everyone in it, and there are two ways never to answer.
-}

import BuildAmp.Messages exposing (Burn(..))
import BuildAmp.Server exposing (Context, Effect(..), Response(..), WebSocketMessage(..))


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        BurnMessage Time ->
            ( [], Reject (String.fromInt (count ctx.seed)) )

        BurnMessage Memory ->
            ( [], Reject (String.fromInt (List.length (gather ctx.seed []))) )

        _ ->
            ( [ Broadcast { room = ctx.room, message = message, exclude = [] } ], Ack )


{-| For ever, whatever it begins with.
-}
count : Int -> Int
count from =
    if from == -1 then
        from

    else
        count (modBy 1000003 (from + 7))


gather : Int -> List Int -> List Int
gather from gathered =
    if from == -1 then
        gathered

    else
        gather (modBy 1000003 (from + 7)) (from :: gathered)

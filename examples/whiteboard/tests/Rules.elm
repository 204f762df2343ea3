module Rules exposing (main)

{-| The rules, tried without a server: `buildamp elm run tests/Rules.elm`. It ends with an error where one of the lines does not hold.
-}

import BuildAmp.Server exposing (Context, Effect(..), Response(..), WebSocketMessage(..), testContext, withKV)
import Json.Decode as Decode
import WebSocketLogic exposing (processMessage, roomState)


main : String
main =
    case List.filter (\( _, holds ) -> not holds) lines of
        [] ->
            String.fromInt (List.length lines) ++ " lines hold"

        wrong ->
            Debug.todo ("these do not hold:" ++ String.concat (List.map (\( name, _ ) -> "\n- " ++ name) wrong))


lines : List ( String, Bool )
lines =
    [ ( "a stroke is on the board", keys (after (stroke "a" 0) board) == [ "a" ] )
    , ( "a stroke has to begin", answer (stroke "a" 2) board == Reject "this stroke was never begun" )
    , ( "a piece that comes again is not drawn again"
      , processMessage (stroke "a" 0) (after (stroke "a" 0) board) == ( [], Ack )
      )
    , ( "a piece may not be missing"
      , answer (stroke "a" 3) (after (stroke "a" 0) board) == Reject "a piece of this stroke is missing"
      )
    , ( "what is erased is gone"
      , keys (board |> after (stroke "a" 0) |> after (stroke "b" 0) |> after (EraseMessage { key = "a" })) == [ "b" ]
      )
    , ( "and comes back"
      , keys (board |> after (stroke "a" 0) |> after (EraseMessage { key = "a" }) |> after (UndoMessage {})) == [ "a" ]
      )
    , ( "and can be erased again"
      , keys (board |> after (stroke "a" 0) |> after (EraseMessage { key = "a" }) |> after (UndoMessage {}) |> after (RedoMessage {})) == []
      )
    , ( "nobody takes back what others did"
      , answer (UndoMessage {}) (asBob (after (stroke "a" 0) board)) == Reject "there is nothing to take back"
      )
    ]


{-| Two places, the first of which is this one of the stroke's.
-}
stroke : String -> Int -> WebSocketMessage
stroke key from =
    DrawMessage { key = key, colour = 1, width = 4, from = from, places = [ 10, 20 ] }


board : Context
board =
    testContext "ann" "plan"


asBob : Context -> Context
asBob ctx =
    { ctx | user_id = "bob" }


{-| What somebody sees who comes in.
-}
keys : Context -> List String
keys ctx =
    roomState "plan" ctx
        |> Decode.decodeValue (Decode.field "items" (Decode.list (Decode.field "key" Decode.string)))
        |> Result.withDefault [ "this is no board" ]


answer : WebSocketMessage -> Context -> Response
answer message ctx =
    Tuple.second (processMessage message ctx)


{-| What is so once this message has had its effects.
-}
after : WebSocketMessage -> Context -> Context
after message ctx =
    List.foldl apply ctx (Tuple.first (processMessage message ctx))


apply : Effect -> Context -> Context
apply effect ctx =
    case effect of
        KVSet { key, value } ->
            withKV key value ctx

        _ ->
            ctx

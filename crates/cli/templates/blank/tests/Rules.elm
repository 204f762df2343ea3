module Rules exposing (main)

{-| The rules, tried without a server: `buildamp elm run tests/Rules.elm`. It ends with an error where one of the lines does not hold.
-}

import BuildAmp.Server exposing (Context, Effect(..), Response(..), WebSocketMessage(..), testContext, withKV)
import Json.Encode as Encode
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
    [ ( "a press is answered", Tuple.second (processMessage (PressMessage {}) ann) == Ack )
    , ( "all in the room hear of it"
      , List.member
            (Broadcast { room = "lobby", message = PressedMessage { count = 1, by = "ann" }, exclude = [] })
            (Tuple.first (processMessage (PressMessage {}) ann))
      )
    , ( "presses are counted"
      , (ann |> after (PressMessage {}) |> after (PressMessage {}) |> shown)
            == "{\"count\":2,\"by\":\"\"}"
      )
    , ( "what only the server says is refused"
      , processMessage (PressedMessage { count = 99, by = "ann" }) ann
            == ( [], Reject "only the server sends this" )
      )
    ]


{-| Ann, in an empty lobby.
-}
ann : Context
ann =
    testContext "ann" "lobby"


shown : Context -> String
shown ctx =
    Encode.encode 0 (roomState "lobby" ctx)


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

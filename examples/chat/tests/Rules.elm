module Rules exposing (main)

{-| The rules, tried without a server: `buildamp elm run tests/Rules.elm`. It ends with an error where one of the lines does not hold.
-}

import BuildAmp.Messages as Messages
import BuildAmp.Server exposing (Access(..), Context, Effect(..), PresenceChange(..), Response(..), WebSocketMessage(..), testContext, withKV, withMembers)
import WebSocketLogic exposing (authorizeJoin, handleUserPresence, processMessage)


main : String
main =
    case List.filter (\( _, holds ) -> not holds) lines of
        [] ->
            String.fromInt (List.length lines) ++ " lines hold"

        wrong ->
            Debug.todo ("these do not hold:" ++ String.concat (List.map (\( name, _ ) -> "\n- " ++ name) wrong))


lines : List ( String, Bool )
lines =
    [ ( "who has no name says nothing"
      , answer (say "1" "hello") room == Reject "choose a name before you write"
      )
    , ( "who has a name is heard by all"
      , told (say "1" "hello") named == [ SaidMessage { line = line } ]
      )
    , ( "a message that comes again is said once"
      , processMessage (say "1" "hello") (after (say "1" "hello") named) == ( [], Ack )
      )
    , ( "spaces are no message"
      , answer (say "1" "  ") named == Reject "there is nothing in this message"
      )
    , ( "a sixth message in ten seconds has to wait"
      , answer (say "6" "hello") (List.foldl (\key -> after (say key "hello")) named [ "1", "2", "3", "4", "5" ])
            == Reject "slow down, others want to read: wait 10 s"
      )
    , ( "another's name is taken"
      , answer (RenameMessage { name = "ANN" }) { named | user_id = "bob" }
            == Reject "choose another name: this one is empty or taken"
      )
    , ( "who has a name is seen to come"
      , handleUserPresence { event_type = UserJoined, room = "tea", user_id = "ann" } named
            == ( [ Broadcast { room = "tea", message = PersonChangedMessage { user_id = "ann", name = "Ann", change = Messages.Joined }, exclude = [] } ], Ack )
      )
    , ( "a room's name has no spaces", authorizeJoin "tea time" room /= Allow )
    ]


say : String -> String -> WebSocketMessage
say key text =
    SayMessage { key = key, text = text }


line : Messages.Line
line =
    { number = 1, key = "1", at = 0, user_id = "ann", name = "Ann", text = "hello" }


{-| Ann and Bob are in it.
-}
room : Context
room =
    testContext "ann" "tea" |> withMembers "tea" [ "ann", "bob" ]


named : Context
named =
    after (RenameMessage { name = "Ann" }) room


answer : WebSocketMessage -> Context -> Response
answer message ctx =
    Tuple.second (processMessage message ctx)


{-| What the room hears.
-}
told : WebSocketMessage -> Context -> List WebSocketMessage
told sent ctx =
    List.filterMap
        (\effect ->
            case effect of
                Broadcast { message } ->
                    Just message

                _ ->
                    Nothing
        )
        (Tuple.first (processMessage sent ctx))


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

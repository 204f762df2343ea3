module Rules exposing (main)

{-| The rules, tried without a server: `buildamp elm run tests/Rules.elm`. It ends with an error where one of the lines does not hold.
-}

import BuildAmp.Server exposing (Access(..), Context, Effect(..), PresenceChange(..), Response(..), WebSocketMessage(..), testContext, withDocument, withKV, withMembers)
import Json.Decode as Decode
import Json.Encode as Encode
import WebSocketLogic exposing (authorizeJoin, handleUserPresence, processMessage, roomState)


main : String
main =
    case List.filter (\( _, holds ) -> not holds) lines of
        [] ->
            String.fromInt (List.length lines) ++ " lines hold"

        wrong ->
            Debug.todo ("these do not hold:" ++ String.concat (List.map (\( name, _ ) -> "\n- " ++ name) wrong))


lines : List ( String, Bool )
lines =
    [ ( "an edit is told to all", List.length (List.filter isTold (Tuple.first (processMessage (edit "notes") written))) == 1 )
    , ( "another document is not written here"
      , processMessage (edit "diary") written == ( [], Reject "another document is written in this room" )
      )
    , ( "an edit that does not fit is refused", Tuple.second (processMessage (edit "notes") room) /= Ack )
    , ( "a caret is its sender's"
      , Tuple.first (processMessage (CaretMessage { caret | user_id = "bob" }) room)
            == [ Broadcast { room = "document:notes", message = CaretMessage caret, exclude = [ "ann" ] } ]
      )
    , ( "a name of spaces is none", processMessage (RenameMessage { name = "  " }) room == ( [], Reject "a name has a letter at least" ) )
    , ( "who comes in sees who is there", people (after (RenameMessage { name = "Ann" }) room) == [ "Ann", "Somebody" ] )
    , ( "who goes is told of"
      , handleUserPresence { event_type = UserLeft, room = "document:notes", user_id = "bob" } room
            == ( [ Broadcast { room = "document:notes", message = PersonChangedMessage { user_id = "bob", name = "Somebody", is_here = False }, exclude = [] } ], Ack )
      )
    , ( "a room has a document's name", authorizeJoin "document:my notes" room /= Allow )
    ]


{-| An exclamation mark behind a text of two characters.
-}
edit : String -> WebSocketMessage
edit document =
    LiveEditMessage
        { document_id = document
        , version = 1
        , operation = Encode.list identity [ Encode.int 2, Encode.string "!" ]
        , edit_id = "page-1"
        }


isTold : Effect -> Bool
isTold effect =
    case effect of
        Broadcast { message } ->
            case message of
                DocumentUpdateMessage { user_id } ->
                    user_id == "ann"

                _ ->
                    False

        _ ->
            False


caret : { document_id : String, version : Int, source : String, anchor : Int, head : Int, user_id : String }
caret =
    { document_id = "notes", version = 1, source = "page-1", anchor = 0, head = 2, user_id = "ann" }


{-| Ann and Bob are in it; nothing is written yet.
-}
room : Context
room =
    testContext "ann" "document:notes" |> withMembers "document:notes" [ "ann", "bob" ]


{-| "Hi", by one operation.
-}
written : Context
written =
    room |> withDocument "notes" (Encode.string "Hi") [ Encode.list Encode.string [ "Hi" ] ]


people : Context -> List String
people ctx =
    roomState "document:notes" ctx
        |> Decode.decodeValue (Decode.field "people" (Decode.list (Decode.field "name" Decode.string)))
        |> Result.withDefault [ "this is no state" ]


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

module BuildAmp.Documents exposing
    ( edit, submit, Applied
    , text, tree, version, state, stateWith
    , replace, replaceTree, change, saveSnapshot
    )

{-| Texts and JSON documents that several people write at the same time.

@HEADER@

The whole of it, in `processMessage`:

    LiveEditMessage wish ->
        Documents.edit wish
            ctx
            (\{ document_id, version, operation, edit_id } ->
                [ Broadcast
                    { room = ctx.room
                    , message =
                        DocumentUpdateMessage
                            { document_id = document_id
                            , version = version
                            , operation = operation
                            , edit_id = edit_id
                            , user_id = ctx.user_id
                            }
                    , exclude = []
                    }
                ]
            )

Nobody is excluded: by the `edit_id` a page knows its own edit, and in which order it came among the others.

@docs edit, submit, Applied
@docs text, tree, version, state, stateWith
@docs replace, replaceTree, change, saveSnapshot

-}

import BuildAmp.OT as OT
import BuildAmp.OT.Json as Json
import BuildAmp.OT.Tree as Tree exposing (Tree(..))
import BuildAmp.Server as Server exposing (Context, Effect(..), Response(..))
import Dict
import Json.Decode as Decode
import Json.Encode as Encode exposing (Value)


{-| An edit as it takes effect: the operation as it is after those that came before it, and the version that it makes. The effects
store it.
-}
type alias Applied =
    { document_id : String
    , version : Int
    , operation : Value
    , edit_id : String
    , effects : List Effect
    }


{-| An edit of a page: stored, and what else is to happen then. An edit whose id was seen before has no effect once more, and is
acknowledged. One that can't take effect is rejected with the reason.
-}
edit :
    { a | document_id : String, version : Int, operation : Value, edit_id : String }
    -> Context
    -> (Applied -> List Effect)
    -> ( List Effect, Response )
edit wish ctx further =
    case submit wish ctx of
        Ok (Just applied) ->
            ( applied.effects ++ further applied, Ack )

        Ok Nothing ->
            ( [], Ack )

        Err reason ->
            ( [], Reject reason )


{-| The same, to be looked at before anything happens. `Ok Nothing` where it took effect before.
-}
submit :
    { a | document_id : String, version : Int, operation : Value, edit_id : String }
    -> Context
    -> Result String (Maybe Applied)
submit wish ctx =
    case fromValue wish.operation of
        Err reason ->
            Err reason

        Ok operation ->
            let
                id =
                    parts wish.edit_id
            in
            if seen wish.document_id id ctx then
                Ok Nothing

            else
                Result.map (Just << toApplied wish.document_id wish.edit_id (remember wish.document_id id))
                    (upToDate wish.document_id wish.version operation ctx)


{-| The operation as it is after those that came since its version, and the version that it makes.
-}
upToDate : String -> Int -> Operation -> Context -> Result String ( Int, Operation )
upToDate document base operation ctx =
    case Server.getChangesSince document base ctx of
        Nothing ->
            Err ("document `" ++ document ++ "` has changed too much since version " ++ String.fromInt base ++ ": take its present state, and edit that")

        Just changes ->
            if base < 0 || base > changes.version then
                Err ("document `" ++ document ++ "` is at version " ++ String.fromInt changes.version ++ ", the edit is for version " ++ String.fromInt base)

            else
                Result.map (Tuple.pair (changes.version + 1)) (after changes.operations operation)


after : List Value -> Operation -> Result String Operation
after changes operation =
    case changes of
        [] ->
            Ok operation

        first :: rest ->
            case fromValue first |> Result.andThen (behind operation) of
                Ok transformed ->
                    after rest transformed

                Err reason ->
                    Err reason


toApplied : String -> String -> List Effect -> ( Int, Operation ) -> Applied
toApplied document id more ( newVersion, operation ) =
    let
        value =
            toValue operation
    in
    { document_id = document
    , version = newVersion
    , operation = value
    , edit_id = id
    , effects = UpdateDocument { document_id = document, operation = value, new_version = newVersion } :: more
    }



-- OPERATIONS OF BOTH KINDS


type Operation
    = OnText OT.Operation
    | OnTree Json.Operation


{-| An object with `json` is one on a JSON document.
-}
fromValue : Value -> Result String Operation
fromValue value =
    case Decode.decodeValue (Decode.field "json" (Decode.succeed ())) value of
        Ok () ->
            Json.fromValue value
                |> Result.andThen bounded

        Err _ ->
            Result.map OnText (OT.fromValue value)


{-| More steps at once would take too long to be brought behind others.
-}
bounded : Json.Operation -> Result String Operation
bounded operation =
    let
        count =
            List.length (Json.steps operation)
    in
    if count > 1000 then
        Err ("the operation has " ++ String.fromInt count ++ " steps, and may have 1000")

    else
        Ok (OnTree operation)


toValue : Operation -> Value
toValue operation =
    case operation of
        OnText onText ->
            OT.encode onText

        OnTree onTree ->
            Json.encode onTree


{-| An operation as it is after one that came before it.
-}
behind : Operation -> Operation -> Result String Operation
behind operation earlier =
    case ( operation, earlier ) of
        ( OnText mine, OnText theirs ) ->
            Result.map (OnText << Tuple.first) (OT.transform mine theirs)

        ( OnTree mine, OnTree theirs ) ->
            Result.map (OnTree << Tuple.first) (Json.transform mine theirs)

        ( OnText _, OnTree _ ) ->
            Err "the document is JSON, and the operation is one on a text"

        ( OnTree _, OnText _ ) ->
            Err "the document is a text, and the operation is one on JSON"



-- EACH EDIT ONCE


{-| An edit's id is the name of the page and a number that rises. A page sends one at a time, so its last number tells all.
-}
parts : String -> Maybe ( String, Int )
parts id =
    case List.reverse (String.indexes "-" id) of
        last :: _ ->
            String.toInt (String.dropLeft (last + 1) id)
                |> Maybe.map (Tuple.pair (String.left last id))

        [] ->
            Nothing


{-| A colon in the document's name must not be taken for the one that ends it: the page `x:p` of `d` is not the page `p` of `d:x`.
-}
prefix : String -> String
prefix document =
    "edits:" ++ String.replace ":" "%3A" (String.replace "%" "%25" document) ++ ":"


seen : String -> Maybe ( String, Int ) -> Context -> Bool
seen document id ctx =
    case id of
        Nothing ->
            False

        Just ( source, number ) ->
            Server.getKVValue (prefix document ++ source) ctx
                |> Maybe.andThen (Result.toMaybe << Decode.decodeValue Decode.int)
                |> Maybe.map (\last -> number <= last)
                |> Maybe.withDefault False


{-| For a day: as long as a page may be away and still bring what it wrote.
-}
remember : String -> Maybe ( String, Int ) -> List Effect
remember document id =
    case id of
        Nothing ->
            []

        Just ( source, number ) ->
            [ KVSet { key = prefix document ++ source, value = Encode.int number, ttl = Just (24 * 60 * 60) } ]



-- READING


{-| A document's text; `""` where there is none.
-}
text : String -> Context -> String
text document ctx =
    Server.getDocument document ctx
        |> Maybe.andThen (Result.toMaybe << Decode.decodeValue Decode.string << .content)
        |> Maybe.withDefault ""


{-| A JSON document; an empty object where there is none.
-}
tree : String -> Context -> Tree
tree document ctx =
    case Maybe.map (Decode.decodeValue Tree.decoder << .content) (Server.getDocument document ctx) of
        Just (Ok (Items items)) ->
            Items items

        Just (Ok (Fields fields)) ->
            Fields fields

        _ ->
            Fields Dict.empty


{-| A document's version; 0 where there is none. It costs nothing, however long the text is.
-}
version : String -> Context -> Int
version document ctx =
    -- Of a version that is still to come there are no operations.
    Server.getChangesSince document (2 ^ 52) ctx
        |> Maybe.map .version
        |> Maybe.withDefault 0


{-| What a page needs to begin with, and to find out what became of an edit that was on its way: for `roomState`, where an app has one.
-}
state : String -> Context -> Value
state =
    stateWith []


{-| The same with further fields of the app's own.
-}
stateWith : List ( String, Value ) -> String -> Context -> Value
stateWith fields document ctx =
    let
        ofPage ( key, number ) =
            ( String.dropLeft (String.length (prefix document)) key, number )
    in
    Encode.object
        ([ ( "version", Encode.int (version document ctx) )
         , ( "content", content document ctx )
         , ( "edits", Encode.object (List.map ofPage (Server.listKV (prefix document) ctx)) )
         ]
            ++ fields
        )


{-| As it is; `""` where there is none.
-}
content : String -> Context -> Value
content document ctx =
    case Server.getDocument document ctx of
        Just found ->
            if Decode.decodeValue (Decode.null ()) found.content == Ok () then
                Encode.string ""

            else
                found.content

        Nothing ->
            Encode.string ""



-- WRITING


{-| Let a document have this text, whoever has written what. `Nothing` where it has it already. The pages have to be told, as of any edit.
-}
replace : String -> String -> Context -> Maybe Applied
replace document new ctx =
    let
        old =
            text document ctx
    in
    if old == new then
        Nothing

    else
        Just (written document (OnText (OT.diff old new)) ctx)


{-| The same for a JSON document: what differs is written.
-}
replaceTree : String -> Tree -> Context -> Maybe Applied
replaceTree document new ctx =
    change document (Json.diff (tree document ctx) new) ctx


{-| Do an operation to a JSON document as it is now. `Nothing` where it changes nothing. One that does not fit has the message rejected.
-}
change : String -> Json.Operation -> Context -> Maybe Applied
change document operation ctx =
    if Json.isNoop operation then
        Nothing

    else
        Just (written document (OnTree operation) ctx)


written : String -> Operation -> Context -> Applied
written document operation ctx =
    toApplied document "" [] ( version document ctx + 1, operation )


{-| Let the server store the text as a whole in half a minute, once for all edits until then. The server does so by itself now and then;
this is for who wants to see it stored, or handles `SaveDocumentSnapshot` as well, to keep the text elsewhere.
-}
saveSnapshot : String -> Effect
saveSnapshot document =
    ScheduleKeyedEvent
        { key = "SaveDocumentSnapshot:" ++ document
        , event_type = "SaveDocumentSnapshot"
        , payload = Encode.object [ ( "document_id", Encode.string document ) ]
        , delay = 30
        }

module BuildAmp.OT.Json.Client exposing
    ( Client, Edit, start, content, version, isSynchronized
    , edit, replace, resend
    , Incoming, Received(..), receive, refuse
    , State, restart, stateDecoder
    )

{-| A JSON document as one page has it: what the server knows of it, and what was written here since.

@HEADER@

One edit at a time is on its way; what is written meanwhile waits and goes as one. What others do is brought together with both, so
that everybody ends with the same document. Without a connection it all goes on: what waits is sent once the page is back.

An edit has an id, the page's name and a number. The rules take each id once (`BuildAmp.Documents` does), so that an edit may be sent
again whenever it is unknown whether it has arrived.

@docs Client, Edit, start, content, version, isSynchronized
@docs edit, replace, resend
@docs Incoming, Received, receive, refuse
@docs State, restart, stateDecoder

-}

import BuildAmp.OT.Json as Json exposing (Operation)
import BuildAmp.OT.Page as Page exposing (Page)
import BuildAmp.OT.Tree as Tree exposing (Tree(..))
import Dict exposing (Dict)
import Json.Decode as Decode exposing (Decoder)


{-| A document as one page has it.
-}
type alias Client =
    Page Operation Tree


{-| What is to be sent: the version that it is for, the operation, and the id under which it takes effect once.
-}
type alias Edit =
    { version : Int, operation : Operation, edit_id : String }


kind : Page.Kind Operation Tree
kind =
    { apply = Json.apply
    , transform = Json.transform
    , compose = \first second -> Ok (Json.compose first second)
    , invert = Json.invert
    , diff = Json.diff
    , same = Json.same
    , isNoop = Json.isNoop
    , part = Json.part
    }


{-| A page begins: with a name for itself that no other page has, without a `-` at its end, and the document as the server has it.
-}
start : { source : String, version : Int, content : Tree } -> Client
start =
    Page.start


{-| The document to show: with all that was written here.
-}
content : Client -> Tree
content =
    Page.content


{-| The server's version that it rests on.
-}
version : Client -> Int
version =
    Page.version


{-| Whether the server has all that was written here.
-}
isSynchronized : Client -> Bool
isSynchronized =
    Page.isSynchronized


{-| Something was written here: an operation on what is shown. What is to be sent, if nothing is on its way.
-}
edit : Operation -> Client -> Result String ( Client, Maybe Edit )
edit =
    Page.edit kind


{-| The document is another one now: what differs is written.
-}
replace : Tree -> Client -> ( Client, Maybe Edit )
replace =
    Page.replace kind


{-| What is on its way, to be sent again: after a break, once the room is joined and `receive` or `restart` have had what was missed.
-}
resend : Client -> Maybe Edit
resend =
    Page.resend


{-| What the server tells everybody of an edit that took effect.
-}
type alias Incoming =
    { version : Int, operation : Operation, edit_id : String }


{-| What comes of it: what has to be done to what is shown, for carets and the like, and what is to be sent. `Known` was
heard before. After `Missed` something is missing: ask for the room's state anew.
-}
type Received
    = Received Client { changed : Operation, send : Maybe Edit }
    | Known
    | Missed


received : Page.Received Operation Tree -> Received
received answer =
    case answer of
        Page.Received client reply ->
            Received client reply

        Page.Known ->
            Known

        Page.Missed ->
            Missed


{-| An edit took effect, one's own or another's.
-}
receive : Incoming -> Client -> Received
receive incoming client =
    received (Page.receive kind incoming client)


{-| The rules have refused what was on its way, for good: it is taken back, and what waits stays.
-}
refuse : Client -> Received
refuse client =
    received (Page.refuse kind client)


{-| A document as the room's state tells it, with the number of the last edit of each page.
-}
type alias State =
    { version : Int, content : Tree, edits : Dict String Int }


{-| Reads what `BuildAmp.Documents.state` writes, and what rooms of documents have by themselves.
-}
stateDecoder : Decoder State
stateDecoder =
    Page.stateDecoder contentDecoder


{-| There is an empty object before anybody has written something.
-}
contentDecoder : Decoder Tree
contentDecoder =
    Tree.decoder
        |> Decode.andThen
            (\tree ->
                case tree of
                    Null ->
                        Decode.succeed (Fields Dict.empty)

                    Text "" ->
                        Decode.succeed (Fields Dict.empty)

                    Items _ ->
                        Decode.succeed tree

                    Fields _ ->
                        Decode.succeed tree

                    _ ->
                        Decode.fail "a JSON document is an object or a list"
            )


{-| A whole state instead of what was missed. What was written here is put into it, at the places that two documents without their history tell.
-}
restart : State -> Client -> Received
restart state client =
    received (Page.restart kind state client)

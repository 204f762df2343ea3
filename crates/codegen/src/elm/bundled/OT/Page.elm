module BuildAmp.OT.Page exposing
    ( Page, Kind, Edit, start, content, version, isSynchronized
    , edit, replace, resend
    , Incoming, Received(..), receive, refuse
    , State, restart, stateDecoder
    )

{-| A document as one page has it, whatever it is a document of: `BuildAmp.OT.Client` is that of a text, `BuildAmp.OT.Json.Client` that
of JSON.

@HEADER@

@docs Page, Kind, Edit, start, content, version, isSynchronized
@docs edit, replace, resend
@docs Incoming, Received, receive, refuse
@docs State, restart, stateDecoder

-}

import Dict exposing (Dict)
import Json.Decode as Decode exposing (Decoder)


{-| How a kind of document is written.
-}
type alias Kind operation content =
    { apply : operation -> content -> Result String content
    , transform : operation -> operation -> Result String ( operation, operation )
    , compose : operation -> operation -> Result String operation
    , invert : operation -> content -> Result String operation
    , diff : content -> content -> operation
    , same : operation -> operation -> Bool
    , isNoop : operation -> Bool

    -- What goes in one message, and what waits for the next one.
    , part : operation -> ( operation, Maybe operation )
    }


{-| A document as one page has it.
-}
type Page operation content
    = Page (Inner operation content)


type alias Inner operation content =
    { source : String
    , number : Int

    -- The server's version, and its content then.
    , version : Int
    , base : content

    -- The content with what is on its way and what waits, one after the other.
    , local : content
    , awaiting : Maybe (Pending operation)
    , buffer : Maybe operation
    }


type alias Pending operation =
    { number : Int, operation : operation }


{-| What is to be sent: the version that it is for, the operation, and the id under which it takes effect once.
-}
type alias Edit operation =
    { version : Int, operation : operation, edit_id : String }


{-| A page begins: with a name for itself that no other page has, without a `-` at its end, and the document as the server has it.
-}
start : { source : String, version : Int, content : content } -> Page operation content
start begin =
    Page
        { source = begin.source
        , number = 0
        , version = begin.version
        , base = begin.content
        , local = begin.content
        , awaiting = Nothing
        , buffer = Nothing
        }


{-| What to show: with all that was written here.
-}
content : Page operation content -> content
content (Page client) =
    client.local


{-| The server's version that it rests on.
-}
version : Page operation content -> Int
version (Page client) =
    client.version


{-| Whether the server has all that was written here.
-}
isSynchronized : Page operation content -> Bool
isSynchronized (Page client) =
    client.awaiting == Nothing


{-| Something was written here: an operation on what is shown. What is to be sent, if nothing is on its way.
-}
edit : Kind operation content -> operation -> Page operation content -> Result String ( Page operation content, Maybe (Edit operation) )
edit kind operation (Page client) =
    kind.apply operation client.local
        |> Result.andThen
            (\local ->
                case ( client.awaiting, client.buffer ) of
                    ( Nothing, _ ) ->
                        Ok (next kind { client | local = local, buffer = Just operation })

                    ( Just _, Nothing ) ->
                        Ok ( Page { client | local = local, buffer = Just operation }, Nothing )

                    ( Just _, Just buffer ) ->
                        kind.compose buffer operation
                            |> Result.map (\both -> ( Page { client | local = local, buffer = Just both }, Nothing ))
            )


{-| The content is another one now.
-}
replace : Kind operation content -> content -> Page operation content -> ( Page operation content, Maybe (Edit operation) )
replace kind new ((Page { local }) as page) =
    let
        operation =
            kind.diff local new
    in
    if kind.isNoop operation then
        ( page, Nothing )

    else
        edit kind operation page
            |> Result.withDefault ( page, Nothing )


{-| What waits goes on its way.
-}
next : Kind operation content -> Inner operation content -> ( Page operation content, Maybe (Edit operation) )
next kind client =
    case client.buffer of
        Just operation ->
            if kind.isNoop operation then
                ( Page { client | awaiting = Nothing, buffer = Nothing }, Nothing )

            else
                let
                    ( first, rest ) =
                        kind.part operation

                    pending =
                        { number = client.number + 1, operation = first }

                    sent =
                        Page { client | number = pending.number, awaiting = Just pending, buffer = rest }
                in
                ( sent, resend sent )

        Nothing ->
            ( Page { client | awaiting = Nothing }, Nothing )


{-| What is on its way, to be sent again: after a break, once the room is joined and `receive` or `restart` have had what was missed.
-}
resend : Page operation content -> Maybe (Edit operation)
resend (Page client) =
    Maybe.map
        (\pending ->
            { version = client.version
            , operation = pending.operation
            , edit_id = client.source ++ "-" ++ String.fromInt pending.number
            }
        )
        client.awaiting


{-| What the server tells everybody of an edit that took effect.
-}
type alias Incoming operation =
    { version : Int, operation : operation, edit_id : String }


{-| What comes of it: what has to be done to what is shown, for carets and the like, and what is to be sent. `Known` was
heard before. After `Missed` something is missing: ask for the room's state anew.
-}
type Received operation content
    = Received (Page operation content) { changed : operation, send : Maybe (Edit operation) }
    | Known
    | Missed


{-| An edit took effect, one's own or another's.
-}
receive : Kind operation content -> Incoming operation -> Page operation content -> Received operation content
receive kind incoming ((Page client) as before) =
    if incoming.version <= client.version then
        Known

    else if incoming.version > client.version + 1 then
        Missed

    else
        kind.apply incoming.operation client.base
            |> Result.andThen
                (\base ->
                    case ( resend before, client.awaiting ) of
                        ( Just sent, Just pending ) ->
                            if sent.edit_id == incoming.edit_id then
                                own kind base pending incoming client

                            else
                                merge kind incoming.version base incoming.operation client

                        _ ->
                            merge kind incoming.version base incoming.operation client
                )
            |> Result.withDefault Missed


{-| One's own has arrived. It differs from what is on its way where it was sent before a whole state came instead of what was missed.
-}
own : Kind operation content -> content -> Pending operation -> Incoming operation -> Inner operation content -> Result String (Received operation content)
own kind base pending incoming client =
    expected kind base pending incoming client
        |> Result.andThen (\known -> merge kind incoming.version base (kind.diff known base) { client | awaiting = Nothing })
        |> Result.map (goOn kind)


expected : Kind operation content -> content -> Pending operation -> Incoming operation -> Inner operation content -> Result String content
expected kind base pending incoming client =
    if kind.same pending.operation incoming.operation then
        Ok base

    else
        kind.apply pending.operation client.base


{-| The server's content is another one now, by an operation that what is on its way and what waits come behind.
-}
merge : Kind operation content -> Int -> content -> operation -> Inner operation content -> Result String (Received operation content)
merge kind newVersion base operation client =
    across kind operation client.awaiting client.buffer
        |> Result.andThen
            (\{ awaiting, buffer, changed } ->
                shown kind base awaiting buffer changed client
                    |> Result.map
                        (\local ->
                            Received
                                (Page
                                    { client
                                        | version = newVersion
                                        , base = base
                                        , local = local
                                        , awaiting = awaiting
                                        , buffer = buffer
                                    }
                                )
                                { changed = changed, send = Nothing }
                        )
            )


shown : Kind operation content -> content -> Maybe (Pending operation) -> Maybe operation -> operation -> Inner operation content -> Result String content
shown kind base awaiting buffer changed client =
    case ( awaiting, buffer ) of
        ( Nothing, Nothing ) ->
            Ok base

        _ ->
            kind.apply changed client.local


{-| Nothing is on its way any more: what waits goes.
-}
goOn : Kind operation content -> Received operation content -> Received operation content
goOn kind received =
    case received of
        Received (Page client) { changed } ->
            let
                ( after, send ) =
                    next kind client
            in
            Received after { changed = changed, send = send }

        _ ->
            received


{-| An operation of the server over what is on its way and what waits.
-}
across : Kind operation content -> operation -> Maybe (Pending operation) -> Maybe operation -> Result String { awaiting : Maybe (Pending operation), buffer : Maybe operation, changed : operation }
across kind operation awaiting buffer =
    let
        behind =
            case awaiting of
                Nothing ->
                    Ok ( Nothing, operation )

                Just pending ->
                    kind.transform pending.operation operation
                        |> Result.map (\( mine, theirs ) -> ( Just { pending | operation = mine }, theirs ))
    in
    behind
        |> Result.andThen
            (\( sent, theirs ) ->
                case buffer of
                    Nothing ->
                        Ok { awaiting = sent, buffer = Nothing, changed = theirs }

                    Just waiting ->
                        kind.transform waiting theirs
                            |> Result.map (\( mine, changed ) -> { awaiting = sent, buffer = Just mine, changed = changed })
            )


{-| The rules have refused what was on its way, for good: it is taken back, and what waits stays.
-}
refuse : Kind operation content -> Page operation content -> Received operation content
refuse kind (Page client) =
    case client.awaiting of
        Nothing ->
            Known

        Just pending ->
            kind.invert pending.operation client.base
                |> Result.andThen (\inverse -> merge kind client.version client.base inverse { client | awaiting = Nothing })
                |> Result.map (goOn kind)
                |> Result.withDefault Missed


{-| A document as the room's state tells it, with the number of the last edit of each page.
-}
type alias State content =
    { version : Int, content : content, edits : Dict String Int }


{-| Reads what `BuildAmp.Documents.state` writes, and what rooms of documents have by themselves.
-}
stateDecoder : Decoder content -> Decoder (State content)
stateDecoder contentDecoder =
    Decode.map3 State
        (Decode.field "version" Decode.int)
        (Decode.field "content" contentDecoder)
        (Decode.oneOf [ Decode.field "edits" (Decode.dict Decode.int), Decode.succeed Dict.empty ])


{-| A whole state instead of what was missed. What was written here is put into it, at the places that two contents without their history tell.
-}
restart : Kind operation content -> State content -> Page operation content -> Received operation content
restart kind state (Page client) =
    let
        arrived pending =
            Maybe.withDefault 0 (Dict.get client.source state.edits) >= pending.number

        anew base inner =
            merge kind state.version state.content (kind.diff base state.content) inner
    in
    Result.withDefault Missed
        (case client.awaiting of
            Just pending ->
                if arrived pending then
                    kind.apply pending.operation client.base
                        |> Result.andThen (\base -> anew base { client | awaiting = Nothing })
                        |> Result.map (goOn kind)

                else
                    Result.map again (anew client.base client)

            Nothing ->
                anew client.base client
        )


again : Received operation content -> Received operation content
again received =
    case received of
        Received client { changed } ->
            Received client { changed = changed, send = resend client }

        _ ->
            received

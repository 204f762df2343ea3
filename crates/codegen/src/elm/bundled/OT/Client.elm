module BuildAmp.OT.Client exposing
    ( Client, Edit, start, text, version, isSynchronized
    , edit, replace, resend
    , Incoming, Received(..), receive, refuse
    , State, restart, stateDecoder
    )

{-| A document as one page has it: what the server knows of it, and what was written here since.

@HEADER@

One edit at a time is on its way; what is written meanwhile waits and goes as one. What others do is brought together with both, so
that everybody ends with the same text. Without a connection it all goes on: what waits is sent once the page is back.

An edit has an id, the page's name and a number. The rules take each id once (`BuildAmp.Documents` does), so that an edit may be sent
again whenever it is unknown whether it has arrived.

@docs Client, Edit, start, text, version, isSynchronized
@docs edit, replace, resend
@docs Incoming, Received, receive, refuse
@docs State, restart, stateDecoder

-}

import BuildAmp.OT as OT exposing (Operation)
import Dict exposing (Dict)
import Json.Decode as Decode exposing (Decoder)


{-| A document as one page has it.
-}
type Client
    = Client Inner


type alias Inner =
    { source : String
    , number : Int

    -- The server's version, and its text then.
    , version : Int
    , base : String

    -- The text with what is on its way and what waits, one after the other.
    , local : String
    , awaiting : Maybe Pending
    , buffer : Maybe Operation
    }


type alias Pending =
    { number : Int, operation : Operation }


{-| What is to be sent: the version that it is for, the operation, and the id under which it takes effect once.
-}
type alias Edit =
    { version : Int, operation : Operation, edit_id : String }


{-| A page begins: with a name for itself that no other page has, without a `-` at its end, and the document as the server has it.
-}
start : { source : String, version : Int, content : String } -> Client
start begin =
    Client
        { source = begin.source
        , number = 0
        , version = begin.version
        , base = begin.content
        , local = begin.content
        , awaiting = Nothing
        , buffer = Nothing
        }


{-| The text to show: with all that was written here.
-}
text : Client -> String
text (Client client) =
    client.local


{-| The server's version that it rests on.
-}
version : Client -> Int
version (Client client) =
    client.version


{-| Whether the server has all that was written here.
-}
isSynchronized : Client -> Bool
isSynchronized (Client client) =
    client.awaiting == Nothing


{-| Something was written here: an operation on the text that is shown. What is to be sent, if nothing is on its way.
-}
edit : Operation -> Client -> Result String ( Client, Maybe Edit )
edit operation (Client client) =
    OT.apply operation client.local
        |> Result.andThen
            (\local ->
                case ( client.awaiting, client.buffer ) of
                    ( Nothing, _ ) ->
                        Ok (next { client | local = local, buffer = Just operation })

                    ( Just _, Nothing ) ->
                        Ok ( Client { client | local = local, buffer = Just operation }, Nothing )

                    ( Just _, Just buffer ) ->
                        OT.compose buffer operation
                            |> Result.map (\both -> ( Client { client | local = local, buffer = Just both }, Nothing ))
            )


{-| The text is another one now, as a field of a form tells it.
-}
replace : String -> Client -> ( Client, Maybe Edit )
replace new ((Client { local }) as client) =
    if new == local then
        ( client, Nothing )

    else
        edit (OT.diff local new) client
            |> Result.withDefault ( client, Nothing )


{-| What waits goes on its way.
-}
next : Inner -> ( Client, Maybe Edit )
next client =
    case client.buffer of
        Just operation ->
            if OT.isNoop operation then
                ( Client { client | awaiting = Nothing, buffer = Nothing }, Nothing )

            else
                let
                    pending =
                        { number = client.number + 1, operation = operation }

                    sent =
                        Client { client | number = pending.number, awaiting = Just pending, buffer = Nothing }
                in
                ( sent, resend sent )

        Nothing ->
            ( Client { client | awaiting = Nothing }, Nothing )


{-| What is on its way, to be sent again: after a break, once the room is joined and `receive` or `restart` have had what was missed.
-}
resend : Client -> Maybe Edit
resend (Client client) =
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
type alias Incoming =
    { version : Int, operation : Operation, edit_id : String }


{-| What comes of it: what has to be done to the text that is shown, for carets and the like, and what is to be sent. `Known` was
heard before. After `Missed` something is missing: ask for the room's state anew.
-}
type Received
    = Received Client { changed : Operation, send : Maybe Edit }
    | Known
    | Missed


{-| An edit took effect, one's own or another's.
-}
receive : Incoming -> Client -> Received
receive incoming ((Client client) as before) =
    if incoming.version <= client.version then
        Known

    else if incoming.version > client.version + 1 then
        Missed

    else
        OT.apply incoming.operation client.base
            |> Result.andThen
                (\base ->
                    case ( resend before, client.awaiting ) of
                        ( Just sent, Just pending ) ->
                            if sent.edit_id == incoming.edit_id then
                                own base pending incoming client

                            else
                                merge incoming.version base incoming.operation client

                        _ ->
                            merge incoming.version base incoming.operation client
                )
            |> Result.withDefault Missed


{-| One's own has arrived. It differs from what is on its way where it was sent before a whole state came instead of what was missed.
-}
own : String -> Pending -> Incoming -> Inner -> Result String Received
own base pending incoming client =
    expected base pending incoming client
        |> Result.andThen (\text_ -> merge incoming.version base (OT.diff text_ base) { client | awaiting = Nothing })
        |> Result.map goOn


expected : String -> Pending -> Incoming -> Inner -> Result String String
expected base pending incoming client =
    if pending.operation == incoming.operation then
        Ok base

    else
        OT.apply pending.operation client.base


{-| The server's text is another one now, by an operation that what is on its way and what waits come behind.
-}
merge : Int -> String -> Operation -> Inner -> Result String Received
merge newVersion base operation client =
    across operation client.awaiting client.buffer
        |> Result.andThen
            (\{ awaiting, buffer, changed } ->
                shown base awaiting buffer changed client
                    |> Result.map
                        (\local ->
                            Received
                                (Client
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


shown : String -> Maybe Pending -> Maybe Operation -> Operation -> Inner -> Result String String
shown base awaiting buffer changed client =
    if awaiting == Nothing && buffer == Nothing then
        Ok base

    else
        OT.apply changed client.local


{-| Nothing is on its way any more: what waits goes.
-}
goOn : Received -> Received
goOn received =
    case received of
        Received (Client client) { changed } ->
            let
                ( after, send ) =
                    next client
            in
            Received after { changed = changed, send = send }

        _ ->
            received


{-| An operation of the server over what is on its way and what waits.
-}
across : Operation -> Maybe Pending -> Maybe Operation -> Result String { awaiting : Maybe Pending, buffer : Maybe Operation, changed : Operation }
across operation awaiting buffer =
    let
        behind =
            case awaiting of
                Nothing ->
                    Ok ( Nothing, operation )

                Just pending ->
                    OT.transform pending.operation operation
                        |> Result.map (\( mine, theirs ) -> ( Just { pending | operation = mine }, theirs ))
    in
    behind
        |> Result.andThen
            (\( sent, theirs ) ->
                case buffer of
                    Nothing ->
                        Ok { awaiting = sent, buffer = Nothing, changed = theirs }

                    Just waiting ->
                        OT.transform waiting theirs
                            |> Result.map (\( mine, changed ) -> { awaiting = sent, buffer = Just mine, changed = changed })
            )


{-| The rules have refused what was on its way, for good: it is taken back, and what waits stays.
-}
refuse : Client -> Received
refuse (Client client) =
    case client.awaiting of
        Nothing ->
            Known

        Just pending ->
            OT.invert pending.operation client.base
                |> Result.andThen (\inverse -> merge client.version client.base inverse { client | awaiting = Nothing })
                |> Result.map goOn
                |> Result.withDefault Missed


{-| A document as the room's state tells it, with the number of the last edit of each page.
-}
type alias State =
    { version : Int, content : String, edits : Dict String Int }


{-| Reads what `BuildAmp.Documents.state` writes, and what rooms of documents have by themselves.
-}
stateDecoder : Decoder State
stateDecoder =
    Decode.map3 State
        (Decode.field "version" Decode.int)
        (Decode.field "content" (Decode.oneOf [ Decode.string, Decode.null "" ]))
        (Decode.oneOf [ Decode.field "edits" (Decode.dict Decode.int), Decode.succeed Dict.empty ])


{-| A whole state instead of what was missed. What was written here is put into it, at the places that two texts without their history tell.
-}
restart : State -> Client -> Received
restart state (Client client) =
    let
        arrived pending =
            Maybe.withDefault 0 (Dict.get client.source state.edits) >= pending.number

        anew base inner =
            merge state.version state.content (OT.diff base state.content) inner
    in
    Result.withDefault Missed
        (case client.awaiting of
            Just pending ->
                if arrived pending then
                    OT.apply pending.operation client.base
                        |> Result.andThen (\base -> anew base { client | awaiting = Nothing })
                        |> Result.map goOn

                else
                    Result.map again (anew client.base client)

            Nothing ->
                anew client.base client
        )


again : Received -> Received
again received =
    case received of
        Received client { changed } ->
            Received client { changed = changed, send = resend client }

        _ ->
            received

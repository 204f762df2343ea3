module WebSocketLogic exposing (handleUserPresence, processMessage)

import BuildAmp.Documents as Documents
import BuildAmp.OT as OT exposing (Operation)
import BuildAmp.OT.Client as Client exposing (Client, Received(..))
import BuildAmp.Presence as Presence
import BuildAmp.RateLimit as RateLimit
import BuildAmp.Server exposing (Context, Effect(..), PresenceEvent, Response(..), WebSocketMessage(..))
import Dict exposing (Dict)
import Json.Decode as Decode exposing (Decoder, Value)
import Json.Encode as Encode


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
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

        SayMessage _ ->
            RateLimit.limit { name = "say", count = 2, seconds = 60 } ctx (\_ -> ( [], Ack ))

        CheckMessage { case_ } ->
            ( [], Reply (ToldMessage { result = check case_ }) )

        SimulateMessage wish ->
            ( [], Reply (ToldMessage { result = simulate wish }) )

        _ ->
            ( [], Reject "not here" )


handleUserPresence : PresenceEvent -> Context -> ( List Effect, Response )
handleUserPresence =
    Presence.handle
        { online = \user -> HereMessage { user_id = user }
        , offline = \user -> HereMessage { user_id = user }
        }



-- THE SAME CASES AS IN JAVASCRIPT


type alias Case =
    { text : String, a : Operation, b : Operation, c : Operation, other : String }


caseDecoder : Decoder Case
caseDecoder =
    Decode.map5 Case
        (Decode.field "text" Decode.string)
        (Decode.field "a" OT.decoder)
        (Decode.field "b" OT.decoder)
        (Decode.field "c" OT.decoder)
        (Decode.field "other" Decode.string)


check : Value -> Value
check value =
    case Decode.decodeValue caseDecoder value of
        Ok one ->
            Encode.object
                [ ( "applied", result Encode.string (OT.apply one.a one.text) )
                , ( "transformed", result (\( a, b ) -> Encode.list OT.encode [ a, b ]) (OT.transform one.a one.b) )
                , ( "composed", result OT.encode (OT.compose one.a one.c) )
                , ( "inverted", result OT.encode (OT.invert one.a one.text) )
                , ( "moved", Encode.list (Encode.int << OT.transformIndex one.a) (List.range 0 (String.length one.text)) )
                , ( "movedOwn", Encode.list (Encode.int << OT.transformOwnIndex one.a) (List.range 0 (String.length one.text)) )
                , ( "diff", OT.encode (OT.diff one.text one.other) )
                , ( "laws", Encode.list Encode.string (broken one) )
                ]

        Err error ->
            Encode.string (Decode.errorToString error)


result : (a -> Value) -> Result String a -> Value
result encode found =
    case found of
        Ok value ->
            encode value

        Err reason ->
            Encode.string reason


{-| The names of the laws that don't hold.
-}
broken : Case -> List String
broken { text, a, b, c, other } =
    let
        on operation =
            Result.andThen (OT.apply operation)

        start =
            Ok text

        after_ operation from =
            Result.andThen (\o -> on o from) operation

        transformed =
            OT.transform a b
    in
    List.filterMap
        (\( name, holds ) ->
            if holds then
                Nothing

            else
                Just name
        )
        [ ( "transform", after_ (Result.map Tuple.second transformed) (on a start) == after_ (Result.map Tuple.first transformed) (on b start) )
        , ( "compose", after_ (OT.compose a c) start == on c (on a start) )
        , ( "invert", after_ (OT.invert a text) (on a start) == start )
        , ( "diff", on (OT.diff text other) start == Ok other )
        , ( "lengths", OT.baseLength a == String.length text && Result.map String.length (on a start) == Ok (OT.targetLength a) )
        , ( "json", Decode.decodeValue OT.decoder (OT.encode a) == Ok a )
        , ( "noop", OT.isNoop (OT.diff text text) && OT.isNoop a == (OT.encode a == OT.encode (OT.diff text text)) )
        ]



-- PAGES THAT WRITE AT ONCE


type alias World =
    { seed : Int
    , content : String
    , version : Int
    , log : List Client.Incoming
    , edits : Dict String Int
    , pages : Dict Int Page
    , wrong : List String
    }


type alias Page =
    { client : Client
    , toServer : List Client.Edit
    , toPage : List Client.Incoming
    , online : Bool
    }


simulate : { seed : Int, pages : Int, edits : Int, content : String } -> Value
simulate wish =
    let
        page index =
            ( index
            , { client = Client.start { source = "p" ++ String.fromInt index, version = 0, content = wish.content }
              , toServer = []
              , toPage = []
              , online = True
              }
            )

        world =
            run wish.edits
                { seed = wish.seed
                , content = wish.content
                , version = 0
                , log = []
                , edits = Dict.empty
                , pages = Dict.fromList (List.map page (List.range 0 (wish.pages - 1)))
                , wrong = []
                }
                |> settle 2000
    in
    Encode.object
        [ ( "server", Encode.string world.content )
        , ( "texts", Encode.list (Encode.string << Client.text << .client) (Dict.values world.pages) )
        , ( "version", Encode.int world.version )
        , ( "wrong", Encode.list Encode.string world.wrong )
        ]


next : World -> World
next world =
    { world | seed = modBy 2147483647 (world.seed * 48271 + 11) }


below : Int -> World -> Int
below limit world =
    modBy limit (world.seed // 7)


run : Int -> World -> World
run left before =
    let
        world =
            next before

        index =
            below (Dict.size world.pages) world

        chosen =
            next world

        what =
            below 100 chosen
    in
    if left <= 0 then
        world

    else
        case Dict.get index world.pages of
            Nothing ->
                world

            Just page ->
                if what < 30 then
                    run (left - 1) (write index page chosen)

                else if what < 60 then
                    run left (serve index page chosen)

                else if what < 93 then
                    run left (hear index page chosen)

                else if page.online then
                    run left (put index { page | online = False, toServer = [], toPage = [] } chosen)

                else
                    run left (back (modBy 2 what == 0) index page chosen)


put : Int -> Page -> World -> World
put index page world =
    { world | pages = Dict.insert index page world.pages }


send : Maybe Client.Edit -> Page -> Page
send edit page =
    case edit of
        Just sent ->
            if page.online then
                { page | toServer = page.toServer ++ [ sent ] }

            else
                page

        Nothing ->
            page


{-| Somebody types, or deletes a few characters.
-}
write : Int -> Page -> World -> World
write index page world =
    let
        text =
            Client.text page.client

        rolled =
            next world

        at =
            below (String.length text + 1) rolled

        more =
            next rolled

        new =
            if below 3 more == 0 then
                String.left at text ++ String.dropLeft (at + 2) text

            else
                String.left at text ++ Maybe.withDefault "z" (Dict.get (below 6 more) pieces) ++ String.dropLeft at text

        ( client, edit ) =
            Client.replace (whole new) page.client
    in
    put index (send edit { page | client = client }) more


{-| Without halves of surrogate pairs.
-}
whole : String -> String
whole text =
    String.filter (\char -> Char.toCode char < 0xD800 || Char.toCode char > 0xDFFF) text


pieces : Dict Int String
pieces =
    Dict.fromList (List.indexedMap Tuple.pair [ "a", "bc", "😀", "😁", "e\u{0301}", "\n" ])


serve : Int -> Page -> World -> World
serve index page world =
    case page.toServer of
        [] ->
            world

        edit :: rest ->
            submit edit (put index { page | toServer = rest } world)


submit : Client.Edit -> World -> World
submit edit world =
    let
        ( source, number ) =
            case String.split "-" edit.edit_id of
                [ name, count ] ->
                    ( name, Maybe.withDefault 0 (String.toInt count) )

                _ ->
                    ( edit.edit_id, 0 )

        missed =
            List.drop edit.version (List.reverse world.log)

        transformed =
            List.foldl (\other -> Result.andThen (\mine -> Result.map Tuple.first (OT.transform mine other.operation))) (Ok edit.operation) missed
    in
    if Maybe.withDefault 0 (Dict.get source world.edits) >= number then
        world

    else
        case Result.andThen (\operation -> Result.map (Tuple.pair operation) (OT.apply operation world.content)) transformed of
            Err reason ->
                { world | wrong = reason :: world.wrong }

            Ok ( operation, content ) ->
                let
                    update =
                        { version = world.version + 1, operation = operation, edit_id = edit.edit_id }
                in
                { world
                    | content = content
                    , version = update.version
                    , log = update :: world.log
                    , edits = Dict.insert source number world.edits
                    , pages = Dict.map (\_ -> deliver update) world.pages
                }


deliver : Client.Incoming -> Page -> Page
deliver update page =
    if page.online then
        { page | toPage = page.toPage ++ [ update ] }

    else
        page


hear : Int -> Page -> World -> World
hear index page world =
    case page.toPage of
        [] ->
            world

        update :: rest ->
            received index { page | toPage = rest } (Client.receive update page.client) world


received : Int -> Page -> Received -> World -> World
received index page answer world =
    case answer of
        Received client reply ->
            put index (send reply.send { page | client = client }) world

        Known ->
            put index page world

        Missed ->
            { world | wrong = "missed" :: world.wrong }


{-| Back, with what was missed, or with the whole state.
-}
back : Bool -> Int -> Page -> World -> World
back recovers index page world =
    let
        online =
            { page | online = True }
    in
    if recovers then
        put index
            (send (Client.resend page.client)
                { online | toPage = List.drop (Client.version page.client) (List.reverse world.log) }
            )
            world

    else
        received index
            online
            (Client.restart { version = world.version, content = world.content, edits = world.edits } page.client)
            world


settle : Int -> World -> World
settle left world =
    let
        step index before =
            case Dict.get index before.pages of
                Nothing ->
                    before

                Just page ->
                    if not page.online then
                        back (modBy 2 index == 0) index page before

                    else if page.toPage /= [] then
                        hear index page before

                    else
                        serve index page before

        after_ =
            List.foldl step world (Dict.keys world.pages)

        idle page =
            page.online && page.toPage == [] && page.toServer == []
    in
    if left <= 0 then
        { world | wrong = "never at rest" :: world.wrong }

    else if List.all idle (Dict.values after_.pages) then
        after_

    else
        settle (left - 1) after_

module WebSocketLogic exposing (processMessage)

import BuildAmp.Documents as Documents
import BuildAmp.OT as OT
import BuildAmp.OT.Json as Json exposing (Operation)
import BuildAmp.OT.Json.Client as Client exposing (Client, Received(..))
import BuildAmp.OT.Tree as Tree exposing (Path, Segment(..), Tree(..))
import BuildAmp.Server exposing (Context, Effect(..), Response(..), WebSocketMessage(..))
import Dict exposing (Dict)
import Json.Decode as Decode exposing (Decoder, Value)
import Json.Encode as Encode


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        LiveEditMessage wish ->
            Documents.edit wish ctx (\_ -> [])

        CheckMessage { case_ } ->
            ( [], Reply (ToldMessage { result = check case_ }) )

        ReadMessage { operation, tree } ->
            ( [], Reply (ToldMessage { result = read operation tree }) )

        RulesMessage { document_id } ->
            ( [ Documents.change document_id (Json.set [ Key "n" ] (Number 2) Json.empty) ctx
              , Documents.replaceTree document_id (Fields (Dict.singleton "n" (Number 3))) ctx
              ]
                |> List.filterMap identity
                |> List.concatMap .effects
            , Reply (ToldMessage { result = Documents.state document_id ctx })
            )

        SimulateMessage wish ->
            ( [], Reply (ToldMessage { result = simulate wish }) )

        _ ->
            ( [], Reject "not here" )


{-| What comes of an operation, or what is wrong with it.
-}
read : Value -> Value -> Value
read operation tree =
    Decode.decodeValue Tree.decoder tree
        |> Result.mapError Decode.errorToString
        |> Result.andThen (\document -> Json.fromValue operation |> Result.andThen (\made -> Json.apply made document))
        |> result Tree.encode



-- THE SAME CASES AS IN JAVASCRIPT


type alias Case =
    { document : Tree, a : Operation, b : Operation, c : Operation, other : Tree }


caseDecoder : Decoder Case
caseDecoder =
    Decode.map5 Case
        (Decode.field "document" Tree.decoder)
        (Decode.field "a" Json.decoder)
        (Decode.field "b" Json.decoder)
        (Decode.field "c" Json.decoder)
        (Decode.field "other" Tree.decoder)


check : Value -> Value
check value =
    case Decode.decodeValue caseDecoder value of
        Ok one ->
            Encode.object
                [ ( "applied", result Tree.encode (Json.apply one.a one.document) )
                , ( "transformed", result (\( a, b ) -> Encode.list Json.encode [ a, b ]) (Json.transform one.a one.b) )
                , ( "composed", Json.encode (Json.compose one.a one.c) )
                , ( "inverted", result Json.encode (Json.invert one.a one.document) )
                , ( "diff", Json.encode (Json.diff one.document one.other) )
                , ( "moved", Encode.list (moved one.a) (places [] one.document) )
                , ( "laws", Encode.list Encode.string (broken one) )
                ]

        Err error ->
            Encode.string (Decode.errorToString error)


{-| Every place in a document.
-}
places : List Segment -> Tree -> List Path
places above tree =
    List.reverse above
        :: (case tree of
                Items items ->
                    List.concat (List.indexedMap (\index -> places (Index index :: above)) items)

                Fields fields ->
                    List.concatMap (\( key, value ) -> places (Key key :: above) value) (Dict.toList fields)

                _ ->
                    []
           )


moved : Operation -> Path -> Value
moved operation path =
    Encode.list identity
        [ Tree.encodePath path
        , Maybe.withDefault Encode.null (Maybe.map Tree.encodePath (Json.transformPath operation path))
        ]


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
broken { document, a, b, c, other } =
    let
        on operation =
            Result.andThen (Json.apply operation)

        start =
            Ok document

        after_ operation from =
            Result.andThen (\o -> on o from) operation

        transformed =
            Json.transform a b

        alike one another =
            case ( one, another ) of
                ( Ok left, Ok right ) ->
                    Tree.same left right

                _ ->
                    False
    in
    List.filterMap
        (\( name, holds ) ->
            if holds then
                Nothing

            else
                Just name
        )
        [ ( "transform", alike (after_ (Result.map Tuple.second transformed) (on a start)) (after_ (Result.map Tuple.first transformed) (on b start)) )
        , ( "compose", alike (on (Json.compose a c) start) (on c (on a start)) )
        , ( "invert", alike (after_ (Json.invert a document) (on a start)) start )
        , ( "diff", alike (on (Json.diff document other) start) (Ok other) )
        , ( "json", Result.map (Json.same a) (Json.fromValue (Json.encode a)) == Ok True )
        , ( "steps", alike (on (Json.fromSteps (Json.steps a)) start) (on a start) )
        , ( "noop", Json.isNoop (Json.diff document other) == Tree.same document other )
        ]



-- PAGES THAT WRITE AT ONCE


type alias World =
    { seed : Int
    , content : Tree
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


simulate : { seed : Int, pages : Int, edits : Int } -> Value
simulate wish =
    let
        begun =
            Fields (Dict.fromList [ ( "items", Items [] ), ( "title", Text "" ) ])

        page index =
            ( index
            , { client = Client.start { source = "p" ++ String.fromInt index, version = 0, content = begun }
              , toServer = []
              , toPage = []
              , online = True
              }
            )

        world =
            run wish.edits
                { seed = wish.seed
                , content = begun
                , version = 0
                , log = []
                , edits = Dict.empty
                , pages = Dict.fromList (List.map page (List.range 0 (wish.pages - 1)))
                , wrong = []
                }
                |> settle 2000
    in
    Encode.object
        [ ( "server", Tree.encode world.content )
        , ( "contents", Encode.list (Tree.encode << Client.content << .client) (Dict.values world.pages) )
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


{-| Somebody does something.
-}
write : Int -> Page -> World -> World
write index page world =
    let
        rolled =
            next world

        more =
            next rolled

        operation =
            change (below 10 rolled) more (Client.content page.client)
    in
    case Client.edit operation page.client of
        Ok ( client, edit ) ->
            put index (send edit { page | client = client }) more

        Err reason ->
            { more | wrong = reason :: more.wrong }


{-| Something that fits the document.
-}
change : Int -> World -> Tree -> Operation
change what luck content =
    let
        index =
            below 7 luck

        number =
            Number (toFloat (below 100 (next luck)))
    in
    case ( what, Tree.at [ Key "items" ] content ) of
        ( 0, _ ) ->
            Json.set [ Key "n" ] number Json.empty

        ( 1, _ ) ->
            case Tree.at [ Key "n" ] content of
                Just _ ->
                    Json.unset [ Key "n" ] Json.empty

                Nothing ->
                    Json.set [ Key "n" ] number Json.empty

        ( 2, Just _ ) ->
            if index == 0 then
                Json.set [] (Fields (Dict.singleton "n" number)) Json.empty

            else
                typed [ Key "title" ] luck content

        ( _, Just (Items items) ) ->
            if what < 5 || items == [] then
                Json.insert [ Key "items", Index (min index (List.length items)) ] (Fields (Dict.singleton "text" (Text "😀"))) Json.empty

            else if what < 7 then
                Json.delete [ Key "items", Index (modBy (List.length items) index) ] Json.empty

            else
                typed [ Key "items", Index (modBy (List.length items) index), Key "text" ] luck content

        _ ->
            Json.set [ Key "items" ] (Items []) Json.empty
                |> Json.set [ Key "title" ] (Text "")


{-| Somebody types, or deletes a few characters.
-}
typed : Path -> World -> Tree -> Operation
typed path luck content =
    case Tree.at path content of
        Just (Text text) ->
            let
                index =
                    below (String.length text + 1) luck

                more =
                    next luck

                new =
                    if below 3 more == 0 then
                        String.left index text ++ String.dropLeft (index + 2) text

                    else
                        String.left index text ++ Maybe.withDefault "z" (Dict.get (below 6 more) pieces) ++ String.dropLeft index text
            in
            Json.edit path (OT.diff text (whole new)) Json.empty

        _ ->
            Json.set path (Text "") Json.empty


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
            List.foldl (\other -> Result.andThen (\mine -> Result.map Tuple.first (Json.transform mine other.operation))) (Ok edit.operation) missed
    in
    if Maybe.withDefault 0 (Dict.get source world.edits) >= number then
        world

    else
        case Result.andThen (\operation -> Result.map (Tuple.pair operation) (Json.apply operation world.content)) transformed of
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

module Network exposing (Answer(..), Edit, Kind, Luck, State, below, next, simulate, typed)

{-| Pages that write at once, a server, and a network between them that is slow, breaks, and comes back.

It knows nothing of what is written: a kind of document says that, with the client that its pages have.

-}

import Dict exposing (Dict)
import Json.Encode as Encode exposing (Value)


type alias Kind client operation content =
    { start : { source : String, version : Int, content : content } -> client
    , content : client -> content
    , version : client -> Int
    , write : Luck -> client -> Result String ( client, Maybe (Edit operation) )
    , receive : Edit operation -> client -> Answer client operation
    , restart : State content -> client -> Answer client operation
    , resend : client -> Maybe (Edit operation)
    , apply : operation -> content -> Result String content
    , transform : operation -> operation -> Result String ( operation, operation )
    , encode : content -> Value
    }


type alias Edit operation =
    { version : Int, operation : operation, edit_id : String }


type alias State content =
    { version : Int, content : content, edits : Dict String Int }


type Answer client operation
    = Received client (Maybe (Edit operation))
    | Known
    | Missed


type alias World client operation content =
    { luck : Luck
    , content : content
    , version : Int
    , log : List (Edit operation)
    , edits : Dict String Int
    , pages : Dict Int (Page client operation)
    , wrong : List String
    }


type alias Page client operation =
    { client : client
    , toServer : List (Edit operation)
    , toPage : List (Edit operation)
    , online : Bool
    }


{-| So many edits of so many pages, until all is at rest: what the server has, what each page has, and what went wrong.
-}
simulate : Kind client operation content -> content -> { wish | seed : Int, pages : Int, edits : Int } -> Value
simulate kind begun wish =
    let
        page index =
            ( index
            , { client = kind.start { source = "p" ++ String.fromInt index, version = 0, content = begun }
              , toServer = []
              , toPage = []
              , online = True
              }
            )

        world =
            run kind
                wish.edits
                { luck = wish.seed
                , content = begun
                , version = 0
                , log = []
                , edits = Dict.empty
                , pages = Dict.fromList (List.map page (List.range 0 (wish.pages - 1)))
                , wrong = []
                }
                |> settle kind 2000
    in
    Encode.object
        [ ( "server", kind.encode world.content )
        , ( "contents", Encode.list (kind.encode << kind.content << .client) (Dict.values world.pages) )
        , ( "version", Encode.int world.version )
        , ( "wrong", Encode.list Encode.string world.wrong )
        ]



-- CHANCE


{-| Where numbers come from that look random.
-}
type alias Luck =
    Int


next : Luck -> Luck
next luck =
    modBy 2147483647 (luck * 48271 + 11)


below : Int -> Luck -> Int
below limit luck =
    modBy limit (luck // 7)


{-| A text in which somebody has typed, or deleted a few characters.
-}
typed : Luck -> String -> String
typed luck text =
    let
        index =
            below (String.length text + 1) luck

        more =
            next luck

        pieces =
            Dict.fromList (List.indexedMap Tuple.pair [ "a", "bc", "😀", "😁", "e\u{0301}", "\n" ])
    in
    whole
        (if below 3 more == 0 then
            String.left index text ++ String.dropLeft (index + 2) text

         else
            String.left index text ++ Maybe.withDefault "z" (Dict.get (below 6 more) pieces) ++ String.dropLeft index text
        )


{-| Without halves of surrogate pairs.
-}
whole : String -> String
whole text =
    String.filter (\char -> Char.toCode char < 0xD800 || Char.toCode char > 0xDFFF) text



-- WHAT HAPPENS


run : Kind client operation content -> Int -> World client operation content -> World client operation content
run kind left before =
    let
        first =
            next before.luck

        index =
            below (Dict.size before.pages) first

        second =
            next first

        what =
            below 100 second

        world =
            { before | luck = second }
    in
    if left <= 0 then
        world

    else
        case Dict.get index world.pages of
            Nothing ->
                world

            Just page ->
                if what < 30 then
                    run kind (left - 1) (write kind index page world)

                else if what < 60 then
                    run kind left (serve kind index page world)

                else if what < 93 then
                    run kind left (hear kind index page world)

                else if page.online then
                    run kind left (put index { page | online = False, toServer = [], toPage = [] } world)

                else
                    run kind left (back kind (modBy 2 what == 0) index page world)


{-| Lets everybody come back and hear everything.
-}
settle : Kind client operation content -> Int -> World client operation content -> World client operation content
settle kind left world =
    let
        step index before =
            case Dict.get index before.pages of
                Nothing ->
                    before

                Just page ->
                    if not page.online then
                        back kind (modBy 2 index == 0) index page before

                    else if page.toPage /= [] then
                        hear kind index page before

                    else
                        serve kind index page before

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
        settle kind (left - 1) after_


put : Int -> Page client operation -> World client operation content -> World client operation content
put index page world =
    { world | pages = Dict.insert index page world.pages }



-- A PAGE


write : Kind client operation content -> Int -> Page client operation -> World client operation content -> World client operation content
write kind index page world =
    let
        luck =
            next world.luck

        after_ =
            { world | luck = next luck }
    in
    case kind.write luck page.client of
        Ok ( client, edit ) ->
            put index (send edit { page | client = client }) after_

        Err reason ->
            { after_ | wrong = reason :: world.wrong }


send : Maybe (Edit operation) -> Page client operation -> Page client operation
send edit page =
    case edit of
        Just sent ->
            if page.online then
                { page | toServer = page.toServer ++ [ sent ] }

            else
                page

        Nothing ->
            page


hear : Kind client operation content -> Int -> Page client operation -> World client operation content -> World client operation content
hear kind index page world =
    case page.toPage of
        [] ->
            world

        update :: rest ->
            answered index { page | toPage = rest } (kind.receive update page.client) world


answered : Int -> Page client operation -> Answer client operation -> World client operation content -> World client operation content
answered index page answer world =
    case answer of
        Received client edit ->
            put index (send edit { page | client = client }) world

        Known ->
            put index page world

        Missed ->
            { world | wrong = "missed" :: world.wrong }


{-| Back, with what was missed, or with the whole state.
-}
back : Kind client operation content -> Bool -> Int -> Page client operation -> World client operation content -> World client operation content
back kind recovers index page world =
    let
        online =
            { page | online = True }
    in
    if recovers then
        put index
            (send (kind.resend page.client)
                { online | toPage = List.drop (kind.version page.client) (List.reverse world.log) }
            )
            world

    else
        answered index
            online
            (kind.restart { version = world.version, content = world.content, edits = world.edits } page.client)
            world



-- THE SERVER


serve : Kind client operation content -> Int -> Page client operation -> World client operation content -> World client operation content
serve kind index page world =
    case page.toServer of
        [] ->
            world

        edit :: rest ->
            submit kind edit (put index { page | toServer = rest } world)


submit : Kind client operation content -> Edit operation -> World client operation content -> World client operation content
submit kind edit world =
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
            List.foldl (\other -> Result.andThen (\mine -> Result.map Tuple.first (kind.transform mine other.operation))) (Ok edit.operation) missed
    in
    if Maybe.withDefault 0 (Dict.get source world.edits) >= number then
        world

    else
        case Result.andThen (\operation -> Result.map (Tuple.pair operation) (kind.apply operation world.content)) transformed of
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


deliver : Edit operation -> Page client operation -> Page client operation
deliver update page =
    if page.online then
        { page | toPage = page.toPage ++ [ update ] }

    else
        page

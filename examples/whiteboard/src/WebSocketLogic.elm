module WebSocketLogic exposing (authorizeJoin, handleUpload, handleUserPresence, processMessage, roomState)

{-| All rules of the whiteboard. Everybody may draw, and erase whatever is there; everybody takes back what they did themselves.

A thing that is erased stays in the store, invisible, and so does who did what: that is all that undoing needs.

-}

import BuildAmp.Messages as Messages exposing (Deed, Draw, Item, Person, Pin, Shape(..), Thing)
import BuildAmp.Server as Server exposing (Access(..), Context, Effect(..), PresenceChange(..), PresenceEvent, Response(..), Upload, WebSocketMessage(..))
import BuildAmp.Store as Store
import Json.Encode exposing (Value)


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        PointMessage { x, y } ->
            ( [ Broadcast { room = ctx.room, message = PointedMessage { user_id = ctx.user_id, x = x, y = y }, exclude = [ ctx.user_id ] } ], Ack )

        GreetMessage { name } ->
            greet (String.trim name) ctx

        DrawMessage piece ->
            draw piece ctx

        PinMessage picture ->
            pin picture ctx

        EraseMessage { key } ->
            erase key ctx

        UndoMessage _ ->
            undo ctx

        RedoMessage _ ->
            redo ctx

        _ ->
            ( [], Reject "only the server says this" )



-- DRAWING


{-| The most that a board holds.
-}
most : { things : Int, places : Int, stroke : Int }
most =
    { things = 4000, places = 400000, stroke = 8000 }


draw : Draw -> Context -> ( List Effect, Response )
draw { key, colour, width, from, places } ctx =
    case Store.getThing (under key ctx) ctx of
        Nothing ->
            if from == 0 then
                add key (Stroke { colour = colour, width = width, places = places }) (List.length places) ctx

            else
                ( [], Reject "this stroke was never begun" )

        Just thing ->
            case thing.item.shape of
                Stroke stroke ->
                    extend thing stroke from places ctx

                Picture _ ->
                    ( [], Reject "a picture can't be drawn on with its own name" )


extend : Thing -> { colour : Int, width : Int, places : List Int } -> Int -> List Int -> Context -> ( List Effect, Response )
extend thing stroke from places ctx =
    let
        known =
            List.length stroke.places

        -- What has come before is not drawn again.
        fresh =
            List.drop (known - from) places

        item =
            thing.item

        longer more =
            { item | shape = Stroke { stroke | places = more } }

        tally =
            tallyOf ctx
    in
    if from > known then
        ( [], Reject "a piece of this stroke is missing" )

    else if List.isEmpty fresh then
        ( [], Ack )

    else if known + List.length fresh > most.stroke || tally.places + List.length fresh > most.places then
        ( [], Reject "this stroke is too long" )

    else
        ( [ Store.setThing (under item.key ctx) { thing | item = longer (stroke.places ++ fresh) }
          , Store.setTally ctx.room { tally | places = tally.places + List.length fresh }
          , tell (DrawnMessage { item = longer fresh, from = known }) ctx
          ]
        , Ack
        )


pin : Pin -> Context -> ( List Effect, Response )
pin { key, file, x, y, width, height } ctx =
    if Store.getThing (under key ctx) ctx /= Nothing then
        ( [], Ack )

    else if String.all Char.isAlphaNum (String.replace "-" "" (String.replace "_" "" file)) then
        add key (Picture { file = file, x = x, y = y, width = width, height = height }) 0 ctx

    else
        ( [], Reject "this is not the name of an upload" )


add : String -> Shape -> Int -> Context -> ( List Effect, Response )
add key shape places ctx =
    let
        tally =
            tallyOf ctx

        item =
            { key = key, number = tally.things + 1, shape = shape }
    in
    if tally.things >= most.things || tally.places + places > most.places then
        ( [], Reject "this board is full; take a new one" )

    else
        ( [ Store.setThing (under key ctx) { item = item, visible = True }
          , Store.setTally ctx.room { things = tally.things + 1, places = tally.places + places }
          , remember { key = key, drew = True } ctx
          , tell (DrawnMessage { item = item, from = 0 }) ctx
          ]
        , Ack
        )


erase : String -> Context -> ( List Effect, Response )
erase key ctx =
    case Store.getThing (under key ctx) ctx of
        Just thing ->
            if thing.visible then
                ( remember { key = key, drew = False } ctx :: show False thing ctx, Ack )

            else
                ( [], Ack )

        Nothing ->
            ( [], Reject "there is nothing of this name" )



-- TAKING BACK


undo : Context -> ( List Effect, Response )
undo ctx =
    let
        past =
            pastOf ctx
    in
    case past.done of
        [] ->
            ( [], Reject "there is nothing to take back" )

        deed :: before ->
            ( Store.setPast (under ctx.user_id ctx) { done = before, undone = deed :: past.undone }
                :: turn (not deed.drew) deed ctx
            , Ack
            )


redo : Context -> ( List Effect, Response )
redo ctx =
    let
        past =
            pastOf ctx
    in
    case past.undone of
        [] ->
            ( [], Reject "there is nothing to do again" )

        deed :: after ->
            ( Store.setPast (under ctx.user_id ctx) { done = deed :: past.done, undone = after }
                :: turn deed.drew deed ctx
            , Ack
            )


{-| Shows or hides what a deed was about. Somebody else may have done so meanwhile: then nothing changes.
-}
turn : Bool -> Deed -> Context -> List Effect
turn visible deed ctx =
    case Store.getThing (under deed.key ctx) ctx of
        Just thing ->
            if thing.visible == visible then
                []

            else
                show visible thing ctx

        Nothing ->
            []


show : Bool -> Thing -> Context -> List Effect
show visible thing ctx =
    [ Store.setThing (under thing.item.key ctx) { thing | visible = visible }
    , if visible then
        tell (DrawnMessage { item = thing.item, from = 0 }) ctx

      else
        tell (ErasedMessage { key = thing.item.key }) ctx
    ]


remember : Deed -> Context -> Effect
remember deed ctx =
    Store.setPast (under ctx.user_id ctx) { done = List.take 100 (deed :: (pastOf ctx).done), undone = [] }



-- PEOPLE AND PICTURES


greet : String -> Context -> ( List Effect, Response )
greet name ctx =
    if name == "" then
        ( [], Reject "a name needs a letter" )

    else
        ( [ Store.setNicknameFor (30 * 24 * 3600) (under ctx.user_id ctx) { name = name }
          , tell (GreetedMessage { person = Person ctx.user_id name }) ctx
          ]
        , Ack
        )


{-| Who has a name already is greeted when they come; who has none says it.
-}
handleUserPresence : PresenceEvent -> Context -> ( List Effect, Response )
handleUserPresence { event_type, user_id } ctx =
    case ( event_type, Store.getNickname (under user_id ctx) ctx ) of
        ( UserJoined, Just { name } ) ->
            ( [ tell (GreetedMessage { person = Person user_id name }) ctx ], Ack )

        ( UserJoined, Nothing ) ->
            ( [], Ack )

        ( UserLeft, _ ) ->
            ( [ tell (GoneMessage { user_id = user_id }) ctx ], Ack )


{-| Asked before the first byte is kept, and once more when the file is there.
-}
handleUpload : Upload -> Context -> ( List Effect, Response )
handleUpload { content_type, size } _ =
    if not (List.member content_type [ "image/png", "image/jpeg", "image/webp", "image/gif" ]) then
        ( [], Reject "a board takes PNG, JPEG, WebP and GIF pictures" )

    else if size > 4000000 then
        ( [], Reject "a picture has up to 4 MB" )

    else
        ( [], Ack )


authorizeJoin : String -> Context -> Access
authorizeJoin room _ =
    if String.length room <= 40 && String.all (\char -> Char.isAlphaNum char || char == '-') room then
        Allow

    else
        Deny "a board's name has up to 40 letters, digits or -"


roomState : String -> Context -> Value
roomState _ ctx =
    Messages.encodeBoard
        { items =
            Store.listThings (ctx.room ++ "/") ctx
                |> List.map Tuple.second
                |> List.filter .visible
                |> List.map .item
                |> List.sortBy .number
        , people =
            Server.members ctx.room ctx
                |> List.filterMap (\user -> Maybe.map (Person user << .name) (Store.getNickname (under user ctx) ctx))
        }



-- HELPERS


under : String -> Context -> String
under name ctx =
    ctx.room ++ "/" ++ name


tallyOf : Context -> Messages.Tally
tallyOf ctx =
    Maybe.withDefault { things = 0, places = 0 } (Store.getTally ctx.room ctx)


pastOf : Context -> Messages.Past
pastOf ctx =
    Maybe.withDefault { done = [], undone = [] } (Store.getPast (under ctx.user_id ctx) ctx)


tell : WebSocketMessage -> Context -> Effect
tell message ctx =
    Broadcast { room = ctx.room, message = message, exclude = [] }

module Arena.World exposing (empty, enter, frame, nextRound, players, steal, tick)

{-| The game of one room: who is on the floor, what happens in a step, when a round is over. It knows nothing of messages to
whom; that is `WebSocketLogic`'s.
-}

import Arena.Physics as Physics exposing (Hit)
import BuildAmp.Messages exposing (Disc, DiscAt, Frame, Player, Point, Push, World)
import Dict exposing (Dict)
import Random exposing (Generator)


{-| A floor with gems and nobody.
-}
empty : Int -> World
empty seed =
    { tick = 0
    , discs = []
    , gems = draw seed (Random.list 8 spot)
    , winner = Nothing
    }


draw : Int -> Generator a -> a
draw seed generator =
    Tuple.first (Random.step generator (Random.initialSeed seed))


spot : Generator Point
spot =
    Random.map2 Point (Random.float 60 (Physics.width - 60)) (Random.float 60 (Physics.height - 60))


{-| Puts somebody on the floor, or names them anew who are there already.
-}
enter : String -> String -> World -> Result String World
enter user name world =
    if List.any (\disc -> disc.user_id /= user && String.toLower disc.name == String.toLower name) world.discs then
        Err "somebody here has this name; take another"

    else if List.any (\disc -> disc.user_id == user) world.discs then
        Ok { world | discs = List.map (rename user name) world.discs }

    else if List.length world.discs >= 12 then
        Err "the floor is full; watch, or try another room"

    else
        Ok { world | discs = world.discs ++ [ newDisc (freeSeat world) user name ] }


rename : String -> String -> Disc -> Disc
rename user name disc =
    if disc.user_id == user then
        { disc | name = name, away = 0 }

    else
        disc


newDisc : Int -> String -> String -> Disc
newDisc seat user name =
    let
        { x, y } =
            Physics.start seat
    in
    { seat = seat, user_id = user, name = name, x = x, y = y, vx = 0, vy = 0, step = 0, gems = 0, away = 0 }


freeSeat : World -> Int
freeSeat world =
    let
        from seat =
            if List.any (\disc -> disc.seat == seat) world.discs then
                from (seat + 1)

            else
                seat
    in
    from 1


{-| So many steps, with the pushes and the users that are in the room at present.
-}
tick : { steps : Int, pushes : Dict String Push, members : List String, seed : Int } -> World -> ( World, List Hit )
tick { steps, pushes, members, seed } world =
    let
        ( discs, hits ) =
            stepTimes steps pushes world.discs

        here =
            List.filterMap (attend steps members) discs

        moved =
            { world | tick = world.tick + steps, discs = here }
    in
    case world.winner of
        Just _ ->
            ( moved, [] )

        Nothing ->
            ( collect seed moved, hits )


stepTimes : Int -> Dict String Push -> List Disc -> ( List Disc, List Hit )
stepTimes steps pushes discs =
    if steps <= 0 then
        ( discs, [] )

    else
        let
            ( moved, hits ) =
                Physics.step pushes discs

            ( settled, more ) =
                stepTimes (steps - 1) pushes moved
        in
        ( settled, hits ++ more )


{-| A disc whose player is gone waits ten seconds for them.
-}
attend : Int -> List String -> Disc -> Maybe Disc
attend steps members disc =
    if List.member disc.user_id members then
        Just { disc | away = 0 }

    else if disc.away > 10 * Physics.rate then
        Nothing

    else
        Just { disc | away = disc.away + steps }


{-| Gems go to those who touch them, and others appear elsewhere.
-}
collect : Int -> World -> World
collect seed world =
    let
        take gem ( discs, gems ) =
            case List.filter (Physics.isTouching gem) discs of
                [] ->
                    ( discs, gem :: gems )

                taker :: _ ->
                    ( List.map (gain 1 taker.seat) discs, draw (seed + List.length gems) spot :: gems )

        ( after, left ) =
            List.foldr take ( world.discs, [] ) world.gems
    in
    { world
        | discs = after
        , gems = left
        , winner = List.filter (\disc -> disc.gems >= Physics.goal) after |> List.head |> Maybe.map .name
    }


gain : Int -> Int -> Disc -> Disc
gain gems seat disc =
    if disc.seat == seat then
        { disc | gems = disc.gems + gems }

    else
        disc


{-| The one who was hit loses a gem to the one who hit, if there is one: then the world has changed.
-}
steal : Hit -> World -> Maybe World
steal { hitter, hit } world =
    if world.winner == Nothing && List.any (\disc -> disc.seat == hit && disc.gems > 0) world.discs then
        Just { world | discs = List.map (gain 1 hitter >> gain -1 hit) world.discs }

    else
        Nothing


{-| The same people, with no gems and no speed.
-}
nextRound : World -> World
nextRound world =
    let
        fresh disc =
            newDisc disc.seat disc.user_id disc.name
    in
    { world | winner = Nothing, discs = List.map (\disc -> { disc | gems = 0, vx = 0, vy = 0, x = (fresh disc).x, y = (fresh disc).y }) world.discs }



-- WHAT PAGES SEE


players : World -> List Player
players world =
    List.map (\disc -> { seat = disc.seat, user_id = disc.user_id, name = disc.name, gems = disc.gems }) world.discs


frame : World -> Frame
frame world =
    { tick = world.tick
    , discs = List.map discAt world.discs
    , gems = List.map (\{ x, y } -> { x = tenths x, y = tenths y }) world.gems
    }


discAt : Disc -> DiscAt
discAt disc =
    { seat = disc.seat
    , x = tenths disc.x
    , y = tenths disc.y
    , vx = tenths disc.vx
    , vy = tenths disc.vy
    , step = disc.step
    , away = disc.away > 0
    }


tenths : Float -> Int
tenths number =
    round (number * 10)

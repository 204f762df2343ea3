module Arena.Physics exposing (Hit, goal, height, isTouching, radius, rate, start, step, width)

{-| How discs move: a push, some friction, walls, and other discs. A step is a thirtieth of a second.

The page has a twin of `move` in `web/physics.js`, with the same numbers in the same order, so that it can move its own disc
before the server has answered.

-}

import BuildAmp.Messages exposing (Disc, Point, Push)
import Dict exposing (Dict)


{-| How many steps there are in a second.
-}
rate : number
rate =
    30


width : number
width =
    1600


height : number
height =
    900


{-| Of a disc.
-}
radius : number
radius =
    34


gemRadius : number
gemRadius =
    14


{-| How many gems win a round.
-}
goal : number
goal =
    12


{-| In units a second, for each second of a full push.
-}
acceleration : number
acceleration =
    1600


{-| The share of its speed that a disc loses in a second.
-}
friction : Float
friction =
    2.4


{-| How much of its speed a wall gives back, and another disc.
-}
bounce : { wall : Float, disc : Float }
bounce =
    { wall = 0.8, disc = 0.95 }


{-| How fast discs have to meet for a hit to count, in units a second.
-}
hard : number
hard =
    330


{-| A hit that counts.
-}
type alias Hit =
    { hitter : Int, hit : Int }


{-| Where the disc of a seat begins: on a circle, one after the other.
-}
start : Int -> Point
start seat =
    let
        angle =
            toFloat seat * 2.399963
    in
    { x = width / 2 + 300 * cos angle, y = height / 2 + 300 * sin angle }


{-| One step of all discs. Those whose seat has no push glide.
-}
step : Dict String Push -> List Disc -> ( List Disc, List Hit )
step pushes discs =
    collideAll (List.map (\disc -> move (Dict.get disc.user_id pushes) disc) discs)


move : Maybe Push -> Disc -> Disc
move push disc =
    let
        { x, y } =
            Maybe.map direction push |> Maybe.withDefault { x = 0, y = 0 }

        vx =
            (disc.vx + acceleration * x / rate) * (1 - friction / rate)

        vy =
            (disc.vy + acceleration * y / rate) * (1 - friction / rate)

        ( newX, newVx ) =
            reflect width (disc.x + vx / rate) vx

        ( newY, newVy ) =
            reflect height (disc.y + vy / rate) vy
    in
    { disc | x = newX, y = newY, vx = newVx, vy = newVy, step = Maybe.withDefault disc.step (Maybe.map .step push) }


{-| A push is never stronger than 1, whatever a page says.
-}
direction : Push -> Point
direction { x, y } =
    let
        length =
            max 1 (sqrt (x * x + y * y))
    in
    { x = x / length, y = y / length }


reflect : Float -> Float -> Float -> ( Float, Float )
reflect size place speed =
    if place < radius then
        ( 2 * radius - place, -speed * bounce.wall )

    else if place > size - radius then
        ( 2 * (size - radius) - place, -speed * bounce.wall )

    else
        ( place, speed )



-- DISCS AND DISCS


collideAll : List Disc -> ( List Disc, List Hit )
collideAll discs =
    case discs of
        [] ->
            ( [], [] )

        first :: rest ->
            let
                ( moved, others, hits ) =
                    List.foldr collideWith ( first, [], [] ) rest

                ( settled, more ) =
                    collideAll others
            in
            ( moved :: settled, hits ++ more )


collideWith : Disc -> ( Disc, List Disc, List Hit ) -> ( Disc, List Disc, List Hit )
collideWith other ( disc, others, hits ) =
    let
        dx =
            other.x - disc.x

        dy =
            other.y - disc.y

        distance =
            sqrt (dx * dx + dy * dy)
    in
    if distance >= 2 * radius then
        ( disc, other :: others, hits )

    else
        let
            -- Two in the very same place part to the sides.
            ( nx, ny ) =
                if distance == 0 then
                    ( 1, 0 )

                else
                    ( dx / distance, dy / distance )

            apart =
                (2 * radius - distance) / 2

            -- How fast they come closer.
            closing =
                (disc.vx - other.vx) * nx + (disc.vy - other.vy) * ny

            impulse =
                max 0 closing * (1 + bounce.disc) / 2

            pushed sign one =
                { one
                    | x = clamp radius (width - radius) (one.x + sign * nx * apart)
                    , y = clamp radius (height - radius) (one.y + sign * ny * apart)
                    , vx = one.vx + sign * nx * impulse
                    , vy = one.vy + sign * ny * impulse
                }
        in
        ( pushed -1 disc, pushed 1 other :: others, hitOf closing nx ny disc other ++ hits )


{-| The one that was faster along the line between them has hit the other.
-}
hitOf : Float -> Float -> Float -> Disc -> Disc -> List Hit
hitOf closing nx ny disc other =
    if closing < hard then
        []

    else if disc.vx * nx + disc.vy * ny > -(other.vx * nx + other.vy * ny) then
        [ { hitter = disc.seat, hit = other.seat } ]

    else
        [ { hitter = other.seat, hit = disc.seat } ]


{-| Whether a disc can take a gem.
-}
isTouching : Point -> Disc -> Bool
isTouching gem disc =
    (gem.x - disc.x) ^ 2 + (gem.y - disc.y) ^ 2 < (radius + gemRadius) ^ 2

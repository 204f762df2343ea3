module Game exposing (run)

{-| Steps of a game: records in records, changed again and again.
-}


type alias Vector =
    { x : Float, y : Float }


type Kind
    = Player Int
    | Rock
    | Shot { owner : Int, left : Int }


type alias Body =
    { id : Int
    , kind : Kind
    , position : Vector
    , speed : Vector
    , radius : Float
    , health : Float
    , hits : Int
    }


type alias World =
    { bodies : List Body
    , size : Vector
    , turn : Int
    , nextId : Int
    , score : { shots : Int, bounces : Int, hits : Int }
    }


run : String -> String
run input =
    let
        turns =
            String.toInt input |> Maybe.withDefault 0

        world =
            steps turns start
    in
    [ toFloat (List.length world.bodies)
    , toFloat world.score.bounces
    , toFloat world.score.hits
    , toFloat (round (1000 * List.sum (List.map (\body -> body.position.x + body.position.y + body.health) world.bodies)))
    ]
        |> List.map String.fromFloat
        |> String.join " "


start : World
start =
    { bodies = List.map make (List.range 1 40)
    , size = { x = 800, y = 600 }
    , turn = 0
    , nextId = 41
    , score = { shots = 0, bounces = 0, hits = 0 }
    }


make : Int -> Body
make id =
    { id = id
    , kind =
        if modBy 5 id == 0 then
            Player id

        else
            Rock
    , position = { x = toFloat (modBy 797 (id * 131)), y = toFloat (modBy 593 (id * 89)) }
    , speed = { x = toFloat (modBy 11 (id * 7)) - 5, y = toFloat (modBy 13 (id * 5)) - 6 }
    , radius = 4 + toFloat (modBy 7 id)
    , health = 100
    , hits = 0
    }


steps : Int -> World -> World
steps turns world =
    if turns <= 0 then
        world

    else
        steps (turns - 1) (step world)


step : World -> World
step world =
    { world | turn = world.turn + 1 }
        |> move
        |> bounce
        |> shoot
        |> collide
        |> clean


move : World -> World
move world =
    { world | bodies = List.map (\body -> { body | position = add body.position (scale 0.5 body.speed) }) world.bodies }


add : Vector -> Vector -> Vector
add a b =
    { x = a.x + b.x, y = a.y + b.y }


scale : Float -> Vector -> Vector
scale by { x, y } =
    { x = by * x, y = by * y }


bounce : World -> World
bounce world =
    List.foldl bounceOne { world | bodies = [] } world.bodies


bounceOne : Body -> World -> World
bounceOne body world =
    let
        turned =
            body
                |> bounceX world.size.x
                |> bounceY world.size.y

        score =
            world.score
    in
    { world
        | bodies = turned :: world.bodies
        , score =
            if turned.speed == body.speed then
                score

            else
                { score | bounces = score.bounces + 1 }
    }


bounceX : Float -> Body -> Body
bounceX width ({ position, speed } as body) =
    if position.x < 0 || position.x > width then
        { body | speed = { speed | x = negate speed.x }, position = { position | x = clamp 0 width position.x } }

    else
        body


bounceY : Float -> Body -> Body
bounceY height ({ position, speed } as body) =
    if position.y < 0 || position.y > height then
        { body | speed = { speed | y = negate speed.y }, position = { position | y = clamp 0 height position.y } }

    else
        body


shoot : World -> World
shoot world =
    if modBy 4 world.turn /= 0 then
        world

    else
        List.foldl shootOne world world.bodies


shootOne : Body -> World -> World
shootOne body world =
    case body.kind of
        Player owner ->
            let
                shot =
                    { body
                        | id = world.nextId
                        , kind = Shot { owner = owner, left = 12 }
                        , speed = scale 2.5 body.speed
                        , radius = 1
                        , health = 1
                    }

                score =
                    world.score
            in
            { world
                | bodies = shot :: world.bodies
                , nextId = world.nextId + 1
                , score = { score | shots = score.shots + 1 }
            }

        _ ->
            world


collide : World -> World
collide world =
    let
        shots =
            List.filter isShot world.bodies

        ( bodies, hits ) =
            List.foldl (collideOne shots) ( [], 0 ) world.bodies

        score =
            world.score
    in
    { world | bodies = bodies, score = { score | hits = score.hits + hits } }


collideOne : List Body -> Body -> ( List Body, Int ) -> ( List Body, Int )
collideOne shots body ( bodies, hits ) =
    if isShot body then
        ( body :: bodies, hits )

    else
        let
            hurting =
                List.filter (hurts body) shots
        in
        case hurting of
            [] ->
                ( body :: bodies, hits )

            _ ->
                let
                    count =
                        List.length hurting
                in
                ( { body | health = body.health - toFloat count / 8, hits = body.hits + count } :: bodies
                , hits + count
                )


hurts : Body -> Body -> Bool
hurts body shot =
    let
        dx =
            body.position.x - shot.position.x

        dy =
            body.position.y - shot.position.y

        reach =
            body.radius + shot.radius
    in
    case shot.kind of
        Shot { owner } ->
            owner /= body.id && dx * dx + dy * dy < reach * reach

        _ ->
            False


isShot : Body -> Bool
isShot body =
    case body.kind of
        Shot _ ->
            True

        _ ->
            False


clean : World -> World
clean world =
    { world | bodies = List.filterMap older world.bodies }


older : Body -> Maybe Body
older body =
    case body.kind of
        Shot shot ->
            if shot.left <= 0 then
                Nothing

            else
                Just { body | kind = Shot { shot | left = shot.left - 1 } }

        _ ->
            if body.health <= 0 then
                Nothing

            else
                Just body

module Chess.Clock exposing (flagDelay, fallen, new, now, press, stop)

{-| A chess clock: two times of which at most one passes.

Owns time. It refuses to look at a clock of its own: the present always comes as an argument, in milliseconds since 1970.

@docs flagDelay, fallen, new, now, press, stop

-}

import BuildAmp.Messages exposing (Clocks, Colour(..), TimeControl)


{-| Both have all their time, and neither's passes.
-}
new : Int -> TimeControl -> Clocks
new present time =
    { white_ms = time.minutes * 60000
    , black_ms = time.minutes * 60000
    , at = present
    , running = Nothing
    , time = time
    }


{-| The same clock, as it shows at present.
-}
now : Int -> Clocks -> Clocks
now present clock =
    let
        spent =
            max 0 (present - clock.at)
    in
    case clock.running of
        Nothing ->
            { clock | at = present }

        Just White ->
            { clock | at = present, white_ms = max 0 (clock.white_ms - spent) }

        Just Black ->
            { clock | at = present, black_ms = max 0 (clock.black_ms - spent) }


{-| A player has moved: the other's time passes from here on. What the first move took does not count.
-}
press : Int -> Colour -> Clocks -> Clocks
press present mover clock =
    let
        shown =
            now present clock

        increment =
            if clock.running == Nothing then
                0

            else
                clock.time.increment_seconds * 1000
    in
    case mover of
        White ->
            { shown | white_ms = shown.white_ms + increment, running = Just Black }

        Black ->
            { shown | black_ms = shown.black_ms + increment, running = Just White }


{-| Nobody's time passes any more.
-}
stop : Int -> Clocks -> Clocks
stop present clock =
    let
        shown =
            now present clock
    in
    { shown | running = Nothing }


{-| Whose time is over.
-}
fallen : Int -> Clocks -> Maybe Colour
fallen present clock =
    if left (now present clock) == Just 0 then
        clock.running

    else
        Nothing


left : Clocks -> Maybe Int
left clock =
    Maybe.map
        (\colour ->
            case colour of
                White ->
                    clock.white_ms

                Black ->
                    clock.black_ms
        )
        clock.running


{-| In how many seconds, rounded up, the time that passes is over.
-}
flagDelay : Int -> Clocks -> Maybe Int
flagDelay present clock =
    Maybe.map (\ms -> (ms + 999) // 1000) (left (now present clock))

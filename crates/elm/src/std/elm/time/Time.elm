module Time exposing
    ( Posix, now, every, posixToMillis, millisToPosix
    , Zone, utc, here
    , toYear, toMonth, toDay, toWeekday, toHour, toMinute, toSecond, toMillis
    , Month(..), Weekday(..)
    , customZone, getZoneName, ZoneName(..)
    )

{-| Points in time, and how people call them.

@docs Posix, now, every, posixToMillis, millisToPosix
@docs Zone, utc, here
@docs toYear, toMonth, toDay, toWeekday, toHour, toMinute, toSecond, toMillis
@docs Month, Weekday
@docs customZone, getZoneName, ZoneName

-}

import Task exposing (Task)


{-| A point in time, the same all over the world.
-}
type Posix
    = Posix Int


{-| The time now. Only for checking: tasks don't run on the server, and the logic is told the time.
-}
now : Task x Posix


{-| Be told the time, each so many milliseconds. Only for checking.
-}
every : Float -> (Posix -> msg) -> Sub msg


{-| Milliseconds since the start of 1970.
-}
posixToMillis : Posix -> Int
posixToMillis (Posix millis) =
    millis


{-| A point in time from the milliseconds since the start of 1970.
-}
millisToPosix : Int -> Posix
millisToPosix millis =
    Posix millis


{-| How clocks are set somewhere: minutes from UTC, and eras, the latest first, where it was otherwise.
-}
type Zone
    = Zone Int (List Era)


{-| From a minute on, so many minutes from UTC.
-}
type alias Era =
    { start : Int
    , offset : Int
    }


{-| The zone of no offset.
-}
utc : Zone
utc =
    Zone 0 []


{-| The zone of the machine. Only for checking.
-}
here : Task x Zone


{-| A zone from its offset in minutes and its eras, the latest first.
-}
customZone : Int -> List { start : Int, offset : Int } -> Zone
customZone offset eras =
    Zone offset eras


{-| The name of the machine's zone. Only for checking.
-}
getZoneName : Task x ZoneName


{-| The name of a zone, or its offset where the name is not known.
-}
type ZoneName
    = Name String
    | Offset Int



-- READ


{-| The year.
-}
toYear : Zone -> Posix -> Int
toYear zone time =
    (civil zone time).year


{-| The month.
-}
toMonth : Zone -> Posix -> Month
toMonth zone time =
    case (civil zone time).month of
        1 ->
            Jan

        2 ->
            Feb

        3 ->
            Mar

        4 ->
            Apr

        5 ->
            May

        6 ->
            Jun

        7 ->
            Jul

        8 ->
            Aug

        9 ->
            Sep

        10 ->
            Oct

        11 ->
            Nov

        _ ->
            Dec


{-| The day of the month, from 1.
-}
toDay : Zone -> Posix -> Int
toDay zone time =
    (civil zone time).day


{-| The day of the week.
-}
toWeekday : Zone -> Posix -> Weekday
toWeekday zone time =
    case modBy 7 (floored (minutes zone time) 1440) of
        0 ->
            Thu

        1 ->
            Fri

        2 ->
            Sat

        3 ->
            Sun

        4 ->
            Mon

        5 ->
            Tue

        _ ->
            Wed


{-| The hour, from 0 to 23.
-}
toHour : Zone -> Posix -> Int
toHour zone time =
    modBy 24 (floored (minutes zone time) 60)


{-| The minute.
-}
toMinute : Zone -> Posix -> Int
toMinute zone time =
    modBy 60 (minutes zone time)


{-| The second.
-}
toSecond : Zone -> Posix -> Int
toSecond _ time =
    modBy 60 (floored (posixToMillis time) 1000)


{-| The millisecond.
-}
toMillis : Zone -> Posix -> Int
toMillis _ time =
    modBy 1000 (posixToMillis time)


{-| Minutes since the start of 1970, as the clocks of a zone show them.
-}
minutes : Zone -> Posix -> Int
minutes (Zone offset eras) time =
    let
        plain =
            floored (posixToMillis time) 60000
    in
    plain + offsetAt offset plain eras


offsetAt : Int -> Int -> List Era -> Int
offsetAt default minute eras =
    case eras of
        [] ->
            default

        era :: older ->
            if era.start < minute then
                era.offset

            else
                offsetAt default minute older


floored : Int -> Int -> Int
floored n divisor =
    floor (toFloat n / toFloat divisor)


{-| The date of a day in the Gregorian calendar. Days are counted from 1 March of the year 0, so that a leap day
is the last of its year; 146097 days make 400 years.
-}
civil : Zone -> Posix -> { year : Int, month : Int, day : Int }
civil zone time =
    let
        days =
            floored (minutes zone time) 1440 + 719468

        era =
            floored days 146097

        dayOfEra =
            days - era * 146097

        yearOfEra =
            (dayOfEra - dayOfEra // 1460 + dayOfEra // 36524 - dayOfEra // 146096) // 365

        dayOfYear =
            dayOfEra - (365 * yearOfEra + yearOfEra // 4 - yearOfEra // 100)

        monthFromMarch =
            (5 * dayOfYear + 2) // 153

        month =
            if monthFromMarch < 10 then
                monthFromMarch + 3

            else
                monthFromMarch - 9

        year =
            if month <= 2 then
                yearOfEra + era * 400 + 1

            else
                yearOfEra + era * 400
    in
    { year = year
    , month = month
    , day = dayOfYear - (153 * monthFromMarch + 2) // 5 + 1
    }


{-| The months.
-}
type Month
    = Jan
    | Feb
    | Mar
    | Apr
    | May
    | Jun
    | Jul
    | Aug
    | Sep
    | Oct
    | Nov
    | Dec


{-| The days of a week.
-}
type Weekday
    = Mon
    | Tue
    | Wed
    | Thu
    | Fri
    | Sat
    | Sun

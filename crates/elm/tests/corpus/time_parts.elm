module Main exposing (output)

import Time


output : String
output =
    String.join "\n"
        [ show "parts Time.utc 0" (parts Time.utc 0)
        , show "parts Time.utc 1700000000123" (parts Time.utc 1700000000123)
        , show "parts Time.utc -1" (parts Time.utc -1)
        , show "parts Time.utc -62135596800000" (parts Time.utc -62135596800000)
        , show "parts Time.utc 951782400000" (parts Time.utc 951782400000)
        , show "parts Time.utc 253402300799999" (parts Time.utc 253402300799999)
        , show "parts (Time.customZone 60 []) 1700000000123" (parts (Time.customZone 60 []) 1700000000123)
        , show "parts (Time.customZone -330 []) 0" (parts (Time.customZone -330 []) 0)
        , show "Time.posixToMillis (Time.millisToPosix 5)" (Time.posixToMillis (Time.millisToPosix 5))
        , show "Time.millisToPosix 5" (Time.millisToPosix 5)
        , show "Time.utc" Time.utc
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


parts : Time.Zone -> Int -> List Int
parts zone millis =
    let
        time =
            Time.millisToPosix millis
    in
    [ Time.toYear zone time, Time.toDay zone time, Time.toHour zone time, Time.toMinute zone time, Time.toSecond zone time, Time.toMillis zone time ]

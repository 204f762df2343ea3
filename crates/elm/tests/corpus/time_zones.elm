module Main exposing (output)

import Time


output : String
output =
    String.join "\n"
        [ show "List.map hour [ -1, 0, 1, 60, 999, 1000, 1001, 5000 ]" (List.map hour [ -1, 0, 1, 60, 999, 1000, 1001, 5000 ])
        , show "List.map (\\m -> Time.toMinute zone (Time.millisToPosix (m * 60000 + 1))) [ 0, 1, 59, 60 ]" (List.map (\m -> Time.toMinute zone (Time.millisToPosix (m * 60000 + 1))) [ 0, 1, 59, 60 ])
        , show "[ Time.Mon, Time.Sun ]" [ Time.Mon, Time.Sun ]
        , show "Time.Name \"Europe/Berlin\"" (Time.Name "Europe/Berlin")
        , show "Time.Offset -60" (Time.Offset -60)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


zone : Time.Zone
zone =
    Time.customZone 120 [ { start = 1000, offset = 60 }, { start = 0, offset = -60 } ]


hour : Int -> Int
hour minutes =
    Time.toHour zone (Time.millisToPosix (minutes * 60000))

module Main exposing (output)

import Time


output : String
output =
    String.join "\n"
        [ show "List.map day (List.range 0 8)" (List.map day (List.range 0 8))
        , show "List.map (\\n -> day (n * 30)) (List.range 0 12)" (List.map (\n -> day (n * 30)) (List.range 0 12))
        , show "List.map day [ -1, -7, -365, -719468, 11016, 11017, 19782 ]" (List.map day [ -1, -7, -365, -719468, 11016, 11017, 19782 ])
        , show "List.map (\\n -> Time.toDay Time.utc (Time.millisToPosix (n * 86400000))) (List.range 11014 11020)" (List.map (\n -> Time.toDay Time.utc (Time.millisToPosix (n * 86400000))) (List.range 11014 11020))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


day : Int -> ( Time.Month, Time.Weekday )
day n =
    let
        time =
            Time.millisToPosix (n * 86400000)
    in
    ( Time.toMonth Time.utc time, Time.toWeekday Time.utc time )

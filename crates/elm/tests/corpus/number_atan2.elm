module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "atan2 0 1" (atan2 0 1)
        , show "atan2 0 -1 == pi" (atan2 0 -1 == pi)
        , show "atan2 -0.0 -1 == -pi" (atan2 -0.0 -1 == -pi)
        , show "round (1.0e9 * atan2 1 1)" (round (1.0e9 * atan2 1 1))
        , show "round (1.0e9 * atan2 -1 -1)" (round (1.0e9 * atan2 -1 -1))
        , show "round (1.0e9 * atan2 1 -1)" (round (1.0e9 * atan2 1 -1))
        , show "atan2 0 0" (atan2 0 0)
        , show "round (1.0e9 * atan2 (1 / 0) (1 / 0))" (round (1.0e9 * atan2 (1 / 0) (1 / 0)))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "abs 3" (abs 3)
        , show "abs -3" (abs -3)
        , show "abs -3.5" (abs -3.5)
        , show "abs (0 / 0)" (abs (0 / 0))
        , show "abs (-1 / 0)" (abs (-1 / 0))
        , show "negate 4" (negate 4)
        , show "negate -4" (negate -4)
        , show "negate 0" (negate 0)
        , show "1 / negate 0" (1 / negate 0)
        , show "1 / abs -0.0" (1 / abs -0.0)
        , show "-(3 - 5)" -(3 - 5)
        , show "-5 |> abs" (-5 |> abs)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "cos 0" (cos 0)
        , show "sin 0" (sin 0)
        , show "tan 0" (tan 0)
        , show "round (cos pi)" (round (cos pi))
        , show "round (sin (pi / 2))" (round (sin (pi / 2)))
        , show "round (1.0e9 * tan (pi / 4))" (round (1.0e9 * tan (pi / 4)))
        , show "acos 1" (acos 1)
        , show "asin 0" (asin 0)
        , show "atan 0" (atan 0)
        , show "acos 2" (acos 2)
        , show "isNaN (asin 2)" (isNaN (asin 2))
        , show "round (1.0e9 * acos -1)" (round (1.0e9 * acos -1))
        , show "round (1.0e9 * atan 1)" (round (1.0e9 * atan 1))
        , show "round (1.0e9 * sin 1)" (round (1.0e9 * sin 1))
        , show "round (1.0e9 * cos 1)" (round (1.0e9 * cos 1))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

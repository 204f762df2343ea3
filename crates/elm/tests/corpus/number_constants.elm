module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "e" e
        , show "pi" pi
        , show "round (pi * 1.0e15)" (round (pi * 1.0e15))
        , show "e > 2.71" (e > 2.71)
        , show "turns 1 == 2 * pi" (turns 1 == 2 * pi)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

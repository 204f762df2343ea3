module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "compareAll nan nan" (compareAll nan nan)
        , show "compareAll nan 1" (compareAll nan 1)
        , show "compareAll 1 nan" (compareAll 1 nan)
        , show "compareAll 1 2" (compareAll 1 2)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


nan : Float
nan =
    0 / 0


compareAll : Float -> Float -> List Bool
compareAll a b =
    [ a < b, a > b, a <= b, a >= b, a == b, a /= b ]

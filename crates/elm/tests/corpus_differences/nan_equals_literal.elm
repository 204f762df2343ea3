module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "isZero nan" (isZero nan)
        , show "nan == 0" (nan == 0)
        , show "nan /= 0" (nan /= 0)
        , show "isZero 0" (isZero 0)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


nan : Float
nan =
    0 / 0


isZero : Float -> Bool
isZero x =
    x == 0

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "1 + 2 * 3" (1 + 2 * 3)
        , show "(1 + 2) * 3" ((1 + 2) * 3)
        , show "10 - 3 - 2" (10 - 3 - 2)
        , show "100 / 10 / 2" (100 / 10 / 2)
        , show "2 * 3 ^ 2" (2 * 3 ^ 2)
        , show "7 // 2 * 2" (7 // 2 * 2)
        , show "1 + 2 == 3" (1 + 2 == 3)
        , show "1 < 2 && 2 < 3" (1 < 2 && 2 < 3)
        , show "5 - -3" (5 - -3)
        , show "-2 * -3" (-2 * -3)
        , show "10 - 2 // 2" (10 - 2 // 2)
        , show "1 :: 2 :: [] ++ [ 3 ]" (1 :: 2 :: [] ++ [ 3 ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

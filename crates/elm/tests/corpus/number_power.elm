module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "2 ^ 10" (2 ^ 10)
        , show "2 ^ 0" (2 ^ 0)
        , show "2 ^ -1" (2 ^ -1)
        , show "0 ^ 0" (0 ^ 0)
        , show "10 ^ 21" (10 ^ 21)
        , show "10 ^ 20" (10 ^ 20)
        , show "2.0 ^ 0.5" (2.0 ^ 0.5)
        , show "-2 ^ 2" (-2 ^ 2)
        , show "(-2) ^ 3" (-2 ^ 3)
        , show "(-8) ^ (1 / 3)" (-8 ^ (1 / 3))
        , show "2 ^ 3 ^ 2" (2 ^ 3 ^ 2)
        , show "2 ^ 1023" (2 ^ 1023)
        , show "2 ^ 1024" (2 ^ 1024)
        , show "2 ^ -1075" (2 ^ -1075)
        , show "1.0e200 ^ 2" (1.0e200 ^ 2)
        , show "(0 / 0) ^ 0" ((0 / 0) ^ 0)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

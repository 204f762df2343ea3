module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "7 // 2" (7 // 2)
        , show "-7 // 2" (-7 // 2)
        , show "7 // -2" (7 // -2)
        , show "-7 // -2" (-7 // -2)
        , show "1 // 0" (1 // 0)
        , show "0 // 0" (0 // 0)
        , show "4294967296 // 1" (4294967296 // 1)
        , show "2147483648 // 1" (2147483648 // 1)
        , show "9007199254740991 // 2" (9007199254740991 // 2)
        , show "-2147483648 // -1" (-2147483648 // -1)
        , show "10 // 3 * 3" (10 // 3 * 3)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

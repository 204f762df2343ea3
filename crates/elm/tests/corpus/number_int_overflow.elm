module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "2147483647 + 1" (2147483647 + 1)
        , show "-2147483648 - 1" (-2147483648 - 1)
        , show "65536 * 65536" (65536 * 65536)
        , show "4294967296 * 4294967296" (4294967296 * 4294967296)
        , show "(2147483647 + 1) // 1" ((2147483647 + 1) // 1)
        , show "(4294967295 * 3) // 2" ((4294967295 * 3) // 2)
        , show "modBy 10 12345678901" (modBy 10 12345678901)
        , show "99999 * 99999" (99999 * 99999)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

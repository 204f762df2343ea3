module Main exposing (output)

import Bitwise


output : String
output =
    String.join "\n"
        [ show "Bitwise.and 12 10" (Bitwise.and 12 10)
        , show "Bitwise.or 12 10" (Bitwise.or 12 10)
        , show "Bitwise.xor 12 10" (Bitwise.xor 12 10)
        , show "Bitwise.and -1 255" (Bitwise.and -1 255)
        , show "Bitwise.or -1 255" (Bitwise.or -1 255)
        , show "Bitwise.xor -1 255" (Bitwise.xor -1 255)
        , show "Bitwise.and 4294967295 4294967295" (Bitwise.and 4294967295 4294967295)
        , show "Bitwise.or 2147483648 0" (Bitwise.or 2147483648 0)
        , show "Bitwise.and 0x0000000FFFFFFFFF 0xFF" (Bitwise.and 0x0000000FFFFFFFFF 0xFF)
        , show "Bitwise.xor 4294967296 1" (Bitwise.xor 4294967296 1)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

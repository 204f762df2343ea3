module Main exposing (output)

import Bitwise


output : String
output =
    String.join "\n"
        [ show "Bitwise.complement 0" (Bitwise.complement 0)
        , show "Bitwise.complement -1" (Bitwise.complement -1)
        , show "Bitwise.complement 5" (Bitwise.complement 5)
        , show "Bitwise.complement 4294967295" (Bitwise.complement 4294967295)
        , show "Bitwise.complement 2147483648" (Bitwise.complement 2147483648)
        , show "Bitwise.complement 4294967296" (Bitwise.complement 4294967296)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

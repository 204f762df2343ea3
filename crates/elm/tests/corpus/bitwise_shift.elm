module Main exposing (output)

import Bitwise


output : String
output =
    String.join "\n"
        [ show "Bitwise.shiftLeftBy 1 5" (Bitwise.shiftLeftBy 1 5)
        , show "Bitwise.shiftLeftBy 31 1" (Bitwise.shiftLeftBy 31 1)
        , show "Bitwise.shiftLeftBy 32 1" (Bitwise.shiftLeftBy 32 1)
        , show "Bitwise.shiftLeftBy 33 1" (Bitwise.shiftLeftBy 33 1)
        , show "Bitwise.shiftLeftBy -1 1" (Bitwise.shiftLeftBy -1 1)
        , show "Bitwise.shiftRightBy 1 32" (Bitwise.shiftRightBy 1 32)
        , show "Bitwise.shiftRightBy 1 -32" (Bitwise.shiftRightBy 1 -32)
        , show "Bitwise.shiftRightBy 31 -1" (Bitwise.shiftRightBy 31 -1)
        , show "Bitwise.shiftRightBy 32 7" (Bitwise.shiftRightBy 32 7)
        , show "Bitwise.shiftRightZfBy 1 32" (Bitwise.shiftRightZfBy 1 32)
        , show "Bitwise.shiftRightZfBy 1 -32" (Bitwise.shiftRightZfBy 1 -32)
        , show "Bitwise.shiftRightZfBy 0 -1" (Bitwise.shiftRightZfBy 0 -1)
        , show "Bitwise.shiftRightZfBy 28 -1" (Bitwise.shiftRightZfBy 28 -1)
        , show "Bitwise.shiftRightZfBy 33 8" (Bitwise.shiftRightZfBy 33 8)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

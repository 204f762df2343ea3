module Main exposing (output)

import Bitwise


output : String
output =
    String.join "\n"
        [ show "popCount 0" (popCount 0)
        , show "popCount 255" (popCount 255)
        , show "popCount 0x12345678" (popCount 0x12345678)
        , show "List.map popCount (List.range 0 16)" (List.map popCount (List.range 0 16))
        , show "List.foldl (\\x h -> Bitwise.xor (h * 31) x |> Bitwise.shiftRightZfBy 0) 7 (List.range 1 20)" (List.foldl (\x h -> Bitwise.xor (h * 31) x |> Bitwise.shiftRightZfBy 0) 7 (List.range 1 20))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


popCount : Int -> Int
popCount n =
    if n == 0 then
        0

    else
        1 + popCount (Bitwise.and n (n - 1))

module Main exposing (output)

import Array exposing (Array)


output : String
output =
    String.join "\n"
        [ show "Array.set 0 9 a" (Array.set 0 9 a)
        , show "Array.set 2 9 a" (Array.set 2 9 a)
        , show "Array.set 3 9 a" (Array.set 3 9 a)
        , show "Array.set -1 9 a" (Array.set -1 9 a)
        , show "a" a
        , show "Array.set 1 0 (Array.push 5 a)" (Array.set 1 0 (Array.push 5 a))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


a : Array Int
a =
    Array.fromList [ 1, 2, 3 ]

module Main exposing (output)

import Array exposing (Array)


output : String
output =
    String.join "\n"
        [ show "Array.slice 0 3 a" (Array.slice 0 3 a)
        , show "Array.slice 1 4 a" (Array.slice 1 4 a)
        , show "Array.slice 1 -1 a" (Array.slice 1 -1 a)
        , show "Array.slice -2 5 a" (Array.slice -2 5 a)
        , show "Array.slice -3 -1 a" (Array.slice -3 -1 a)
        , show "Array.slice -3 100 a" (Array.slice -3 100 a)
        , show "Array.slice 5 3 a" (Array.slice 5 3 a)
        , show "Array.slice 0 0 a" (Array.slice 0 0 a)
        , show "Array.slice -100 2 a" (Array.slice -100 2 a)
        , show "Array.slice 10 20 a" (Array.slice 10 20 a)
        , show "Array.slice 0 10 a == a" (Array.slice 0 10 a == a)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


a : Array Int
a =
    Array.fromList (List.range 0 9)

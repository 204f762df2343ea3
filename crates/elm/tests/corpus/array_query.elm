module Main exposing (output)

import Array exposing (Array)


output : String
output =
    String.join "\n"
        [ show "Array.length a" (Array.length a)
        , show "Array.length Array.empty" (Array.length Array.empty)
        , show "Array.isEmpty a" (Array.isEmpty a)
        , show "Array.isEmpty Array.empty" (Array.isEmpty Array.empty)
        , show "Array.get 0 a" (Array.get 0 a)
        , show "Array.get 4 a" (Array.get 4 a)
        , show "Array.get 5 a" (Array.get 5 a)
        , show "Array.get -1 a" (Array.get -1 a)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


a : Array Int
a =
    Array.fromList (List.range 10 14)

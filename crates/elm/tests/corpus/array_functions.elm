module Main exposing (output)

import Array exposing (Array)


output : String
output =
    String.join "\n"
        [ show "Array.map negate a" (Array.map negate a)
        , show "Array.indexedMap (\\i x -> ( i, x )) a" (Array.indexedMap (\i x -> ( i, x )) a)
        , show "Array.foldl (::) [] a" (Array.foldl (::) [] a)
        , show "Array.foldr (::) [] a" (Array.foldr (::) [] a)
        , show "Array.foldl (-) 0 a" (Array.foldl (-) 0 a)
        , show "Array.foldr (-) 0 a" (Array.foldr (-) 0 a)
        , show "Array.filter (\\x -> x > 1) a" (Array.filter (\x -> x > 1) a)
        , show "Array.toList a" (Array.toList a)
        , show "Array.toIndexedList a" (Array.toIndexedList a)
        , show "Array.toIndexedList Array.empty" (Array.toIndexedList Array.empty)
        , show "Array.map String.fromInt Array.empty" (Array.map String.fromInt Array.empty)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


a : Array Int
a =
    Array.fromList [ 3, 1, 2 ]

module Main exposing (output)

import Array exposing (Array)


output : String
output =
    String.join "\n"
        [ show "Array.slice 0 30 (up 100) == up 30" (Array.slice 0 30 (up 100) == up 30)
        , show "Array.slice 0 32 (up 2000) == up 32" (Array.slice 0 32 (up 2000) == up 32)
        , show "Array.slice 0 1024 (up 40000) == up 1024" (Array.slice 0 1024 (up 40000) == up 1024)
        , show "Array.slice 0 33 (up 40000) == up 33" (Array.slice 0 33 (up 40000) == up 33)
        , show "List.map (\\n -> pushed n == up n) [ 32, 33, 64, 1024, 1025, 1056, 1057 ]" (List.map (\n -> pushed n == up n) [ 32, 33, 64, 1024, 1025, 1056, 1057 ])
        , show "Array.append (up 32) Array.empty == up 32" (Array.append (up 32) Array.empty == up 32)
        , show "List.map (\\n -> Array.append (up n) (Array.fromList [ n + 1 ]) == up (n + 1)) [ 31, 32, 63, 1023, 1024, 1055 ]" (List.map (\n -> Array.append (up n) (Array.fromList [ n + 1 ]) == up (n + 1)) [ 31, 32, 63, 1023, 1024, 1055 ])
        , show "Array.filter (always True) (up 1024) == up 1024" (Array.filter (always True) (up 1024) == up 1024)
        , show "Array.initialize 1024 ((+) 1) == up 1024" (Array.initialize 1024 ((+) 1) == up 1024)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


up : Int -> Array Int
up n =
    Array.fromList (List.range 1 n)


pushed : Int -> Array Int
pushed n =
    List.foldl Array.push Array.empty (List.range 1 n)

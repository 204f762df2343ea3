module Main exposing (output)

import Dict exposing (Dict)


output : String
output =
    String.join "\n"
        [ show "List.map steps (List.range 1 20)" (List.map steps (List.range 1 20))
        , show "steps 27" (steps 27)
        , show "List.maximum (List.map (\\n -> ( steps n, n )) (List.range 1 3000))" (List.maximum (List.map (\n -> ( steps n, n )) (List.range 1 3000)))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


steps : Int -> Int
steps n =
    go 0 n


go : Int -> Int -> Int
go count n =
    if n == 1 then
        count

    else if modBy 2 n == 0 then
        go (count + 1) (n // 2)

    else
        go (count + 1) (3 * n + 1)

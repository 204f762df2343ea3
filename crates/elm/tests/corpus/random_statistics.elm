module Main exposing (output)

import Random


output : String
output =
    String.join "\n"
        [ show "counts 6 (Tuple.first (Random.step (Random.list 6000 (Random.int 1 6)) (Random.initialSeed 5)))" (counts 6 (Tuple.first (Random.step (Random.list 6000 (Random.int 1 6)) (Random.initialSeed 5))))
        , show "Tuple.first (Random.step (Random.list 5000 (Random.float 0 1)) (Random.initialSeed 5)) |> List.sum |> round" (Tuple.first (Random.step (Random.list 5000 (Random.float 0 1)) (Random.initialSeed 5)) |> List.sum |> round)
        , show "Tuple.first (Random.step (Random.list 20000 (Random.int 0 1)) (Random.initialSeed 8)) |> List.sum" (Tuple.first (Random.step (Random.list 20000 (Random.int 0 1)) (Random.initialSeed 8)) |> List.sum)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


counts : Int -> List Int -> List Int
counts sides values =
    List.map (\n -> List.length (List.filter ((==) n) values)) (List.range 1 sides)

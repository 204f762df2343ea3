module Main exposing (output)

import Random


output : String
output =
    String.join "\n"
        [ show "Tuple.first (Random.step (Random.map (\\s -> Tuple.first (Random.step (Random.list 5 (Random.int 0 99)) s)) Random.independentSeed) (Random.initialSeed 3))" (Tuple.first (Random.step (Random.map (\s -> Tuple.first (Random.step (Random.list 5 (Random.int 0 99)) s)) Random.independentSeed) (Random.initialSeed 3)))
        , show "Tuple.first (Random.step (Random.andThen (\\s -> Random.pair (Random.constant (Tuple.first (Random.step (Random.int 0 99) s))) (Random.int 0 99)) Random.independentSeed) (Random.initialSeed 3))" (Tuple.first (Random.step (Random.andThen (\s -> Random.pair (Random.constant (Tuple.first (Random.step (Random.int 0 99) s))) (Random.int 0 99)) Random.independentSeed) (Random.initialSeed 3)))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)

import Random


output : String
output =
    String.join "\n"
        [ show "gen (Random.float 0 1) 42" (gen (Random.float 0 1) 42)
        , show "gen (Random.float -1 1) 42" (gen (Random.float -1 1) 42)
        , show "gen (Random.float 10 5) 3" (gen (Random.float 10 5) 3)
        , show "gen (Random.float 0 1.0e9) 2147483647" (gen (Random.float 0 1.0e9) 2147483647)
        , show "gen (Random.float 0 0) 1" (gen (Random.float 0 0) 1)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


gen : Random.Generator a -> Int -> List a
gen generator seed =
    Tuple.first (Random.step (Random.list 4 generator) (Random.initialSeed seed))

module Main exposing (output)

import Random


output : String
output =
    String.join "\n"
        [ show "gen (Random.int 0 9) 42" (gen (Random.int 0 9) 42)
        , show "gen (Random.int 0 9) 0" (gen (Random.int 0 9) 0)
        , show "gen (Random.int 1 6) -1" (gen (Random.int 1 6) -1)
        , show "gen (Random.int 5 -5) 7" (gen (Random.int 5 -5) 7)
        , show "gen (Random.int 3 3) 7" (gen (Random.int 3 3) 7)
        , show "gen (Random.int 0 255) 7" (gen (Random.int 0 255) 7)
        , show "gen (Random.int Random.minInt Random.maxInt) 7" (gen (Random.int Random.minInt Random.maxInt) 7)
        , show "gen (Random.int 0 0xFFFFFFFF) 7" (gen (Random.int 0 0xFFFFFFFF) 7)
        , show "gen (Random.int 0 3000000000) 7" (gen (Random.int 0 3000000000) 7)
        , show "gen (Random.int 0 10000000000) 7" (gen (Random.int 0 10000000000) 7)
        , show "gen (Random.int 0 9) 99999999999" (gen (Random.int 0 9) 99999999999)
        , show "( Random.minInt, Random.maxInt )" ( Random.minInt, Random.maxInt )
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


gen : Random.Generator a -> Int -> List a
gen generator seed =
    Tuple.first (Random.step (Random.list 8 generator) (Random.initialSeed seed))

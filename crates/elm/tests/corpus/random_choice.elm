module Main exposing (output)

import Random


output : String
output =
    String.join "\n"
        [ show "gen (Random.uniform 'a' [ 'b', 'c', 'd' ]) 42" (gen (Random.uniform 'a' [ 'b', 'c', 'd' ]) 42)
        , show "gen (Random.uniform 1 []) 42" (gen (Random.uniform 1 []) 42)
        , show "gen (Random.weighted ( 80, 'a' ) [ ( 20, 'b' ) ]) 42" (gen (Random.weighted ( 80, 'a' ) [ ( 20, 'b' ) ]) 42)
        , show "gen (Random.weighted ( 1, 'a' ) [ ( -3, 'b' ), ( 0, 'c' ), ( 0.5, 'd' ) ]) 1" (gen (Random.weighted ( 1, 'a' ) [ ( -3, 'b' ), ( 0, 'c' ), ( 0.5, 'd' ) ]) 1)
        , show "gen (Random.weighted ( 0, 'a' ) [ ( 0, 'b' ) ]) 1" (gen (Random.weighted ( 0, 'a' ) [ ( 0, 'b' ) ]) 1)
        , show "gen (Random.constant ()) 1" (gen (Random.constant ()) 1)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


gen : Random.Generator a -> Int -> List a
gen generator seed =
    Tuple.first (Random.step (Random.list 12 generator) (Random.initialSeed seed))

module Main exposing (output)

import Random


output : String
output =
    String.join "\n"
        [ show "gen (Random.pair die die) 42" (gen (Random.pair die die) 42)
        , show "gen (Random.list 0 die) 42" (gen (Random.list 0 die) 42)
        , show "gen (Random.list -1 die) 42" (gen (Random.list -1 die) 42)
        , show "gen (Random.list 3 die) 42" (gen (Random.list 3 die) 42)
        , show "gen (Random.map negate die) 42" (gen (Random.map negate die) 42)
        , show "gen (Random.map2 (+) die die) 42" (gen (Random.map2 (+) die die) 42)
        , show "gen (Random.map3 (\\a b c -> [ a, b, c ]) die die die) 42" (gen (Random.map3 (\a b c -> [ a, b, c ]) die die die) 42)
        , show "gen (Random.map4 (\\a b c d -> [ a, b, c, d ]) die die die die) 42" (gen (Random.map4 (\a b c d -> [ a, b, c, d ]) die die die die) 42)
        , show "gen (Random.map5 (\\a b c d x -> [ a, b, c, d, x ]) die die die die die) 42" (gen (Random.map5 (\a b c d x -> [ a, b, c, d, x ]) die die die die die) 42)
        , show "gen (Random.andThen (\\n -> Random.list n die) die) 42" (gen (Random.andThen (\n -> Random.list n die) die) 42)
        , show "gen (Random.lazy (\\_ -> die)) 42" (gen (Random.lazy (\_ -> die)) 42)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


gen : Random.Generator a -> Int -> a
gen generator seed =
    Tuple.first (Random.step generator (Random.initialSeed seed))


die : Random.Generator Int
die =
    Random.int 1 6

module Main exposing (output)

import Random


output : String
output =
    String.join "\n"
        [ show "run 1 (List.range 1 10)" (run 1 (List.range 1 10))
        , show "run 2 (List.range 1 10)" (run 2 (List.range 1 10))
        , show "run 3 [ \"a\", \"b\", \"c\" ]" (run 3 [ "a", "b", "c" ])
        , show "List.sort (run 9 (List.range 1 50)) == List.range 1 50" (List.sort (run 9 (List.range 1 50)) == List.range 1 50)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


shuffle : List a -> Random.Generator (List a)
shuffle list =
    Random.map
        (\keys -> List.map2 Tuple.pair keys list |> List.sortBy Tuple.first |> List.map Tuple.second)
        (Random.list (List.length list) (Random.float 0 1))


run : Int -> List a -> List a
run seed list =
    Tuple.first (Random.step (shuffle list) (Random.initialSeed seed))

module Main exposing (output)

import Random


output : String
output =
    String.join "\n"
        [ show "rolls 10 (Random.initialSeed 1)" (rolls 10 (Random.initialSeed 1))
        , show "rolls 10 (Random.initialSeed 2)" (rolls 10 (Random.initialSeed 2))
        , show "rolls 5 (Random.initialSeed 1) == List.take 5 (rolls 10 (Random.initialSeed 1))" (rolls 5 (Random.initialSeed 1) == List.take 5 (rolls 10 (Random.initialSeed 1)))
        , show "List.map (\\s -> rolls 1 (Random.initialSeed s)) (List.range 0 9)" (List.map (\s -> rolls 1 (Random.initialSeed s)) (List.range 0 9))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


rolls : Int -> Random.Seed -> List Int
rolls count seed =
    if count == 0 then
        []

    else
        let
            ( value, next ) =
                Random.step (Random.int 1 100) seed
        in
        value :: rolls (count - 1) next

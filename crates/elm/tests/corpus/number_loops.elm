module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "harmonic 10" (harmonic 10)
        , show "harmonic 1000" (harmonic 1000)
        , show "newton 2 1 6" (newton 2 1 6)
        , show "newton 2 1 6 == sqrt 2" (newton 2 1 6 == sqrt 2)
        , show "List.map (\\n -> 1 / toFloat n) (List.range 1 9)" (List.map (\n -> 1 / toFloat n) (List.range 1 9))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


harmonic : Int -> Float
harmonic n =
    List.foldl (\k acc -> acc + 1 / toFloat k) 0 (List.range 1 n)


newton : Float -> Float -> Int -> Float
newton target guess count =
    if count == 0 then
        guess

    else
        newton target ((guess + target / guess) / 2) (count - 1)

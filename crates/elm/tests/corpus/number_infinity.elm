module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "inf" inf
        , show "-inf" -inf
        , show "isInfinite inf" (isInfinite inf)
        , show "isInfinite -inf" (isInfinite -inf)
        , show "isInfinite 1" (isInfinite 1)
        , show "isInfinite (0 / 0)" (isInfinite (0 / 0))
        , show "inf - inf" (inf - inf)
        , show "inf * 0" (inf * 0)
        , show "inf == inf" (inf == inf)
        , show "inf > 1.0e308" (inf > 1.0e308)
        , show "compare -inf inf" (compare -inf inf)
        , show "1 / inf" (1 / inf)
        , show "String.fromFloat -inf" (String.fromFloat -inf)
        , show "1.0e308 * 10" (1.0e308 * 10)
        , show "round inf" (round inf)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


inf : Float
inf =
    1 / 0

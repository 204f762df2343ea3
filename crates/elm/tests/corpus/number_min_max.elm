module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "min 1 2" (min 1 2)
        , show "max 1 2" (max 1 2)
        , show "min 'a' 'b'" (min 'a' 'b')
        , show "max \"abc\" \"abd\"" (max "abc" "abd")
        , show "min [ 1, 2 ] [ 1 ]" (min [ 1, 2 ] [ 1 ])
        , show "max ( 1, \"b\" ) ( 1, \"a\" )" (max ( 1, "b" ) ( 1, "a" ))
        , show "min (0 / 0) 1" (min (0 / 0) 1)
        , show "min 1 (0 / 0)" (min 1 (0 / 0))
        , show "max (0 / 0) 1" (max (0 / 0) 1)
        , show "max 1 (0 / 0)" (max 1 (0 / 0))
        , show "1 / min 0 -0.0" (1 / min 0 -0.0)
        , show "1 / max -0.0 0" (1 / max -0.0 0)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

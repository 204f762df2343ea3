module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "-0.0" -0.0
        , show "0 == -0.0" (0 == -0.0)
        , show "1 / -0.0" (1 / -0.0)
        , show "1 / 0.0" (1 / 0.0)
        , show "compare 0 -0.0" (compare 0 -0.0)
        , show "String.fromFloat -0.0" (String.fromFloat -0.0)
        , show "String.fromInt (0 * -1)" (String.fromInt (0 * -1))
        , show "-0.0 + 0" (-0.0 + 0)
        , show "-0.0 < 0" (-0.0 < 0)
        , show "[ 0 ] == [ -0.0 ]" ([ 0 ] == [ -0.0 ])
        , show "sqrt -0.0" (sqrt -0.0)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

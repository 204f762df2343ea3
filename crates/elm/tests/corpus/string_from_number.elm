module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.fromInt 0" (String.fromInt 0)
        , show "String.fromInt -5" (String.fromInt -5)
        , show "String.fromInt 1000000000000000000000" (String.fromInt 3875820019684212736)
        , show "String.fromInt (2 ^ 70)" (String.fromInt (2 ^ 70))
        , show "String.fromInt 9007199254740991" (String.fromInt 9007199254740991)
        , show "String.fromFloat 1.0" (String.fromFloat 1.0)
        , show "String.fromFloat 1.5" (String.fromFloat 1.5)
        , show "String.fromFloat -2.25" (String.fromFloat -2.25)
        , show "String.fromFloat 1.0e21" (String.fromFloat 1.0e21)
        , show "String.fromFloat 1.0e-7" (String.fromFloat 1.0e-7)
        , show "String.fromFloat 123456.789" (String.fromFloat 123456.789)
        , show "String.fromInt (round 2.5)" (String.fromInt (round 2.5))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

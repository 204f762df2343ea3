module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "round 0.5" (round 0.5)
        , show "round 1.5" (round 1.5)
        , show "round 2.5" (round 2.5)
        , show "round -0.5" (round -0.5)
        , show "round -1.5" (round -1.5)
        , show "round -2.5" (round -2.5)
        , show "round 0.49999999999999994" (round 0.49999999999999994)
        , show "round 4503599627370495.5" (round 4503599627370495.5)
        , show "round 1.0e21" (round 1.0e21)
        , show "round -1.0e300" (round -1.0e300)
        , show "round (0 / 0)" (round (0 / 0))
        , show "round (1 / 0)" (round (1 / 0))
        , show "round (-1 / 0)" (round (-1 / 0))
        , show "1 / toFloat (round -0.2)" (1 / toFloat (round -0.2))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

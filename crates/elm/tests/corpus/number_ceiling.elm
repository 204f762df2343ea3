module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "ceiling 1.1" (ceiling 1.1)
        , show "ceiling -1.9" (ceiling -1.9)
        , show "ceiling 1" (ceiling 1)
        , show "ceiling -0.5" (ceiling -0.5)
        , show "ceiling 1.0e20" (ceiling 1.0e20)
        , show "ceiling (0 / 0)" (ceiling (0 / 0))
        , show "ceiling (1 / 0)" (ceiling (1 / 0))
        , show "1 / toFloat (ceiling -0.5)" (1 / toFloat (ceiling -0.5))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

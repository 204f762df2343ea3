module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "floor 1.9" (floor 1.9)
        , show "floor -1.1" (floor -1.1)
        , show "floor 1" (floor 1)
        , show "floor -0.5" (floor -0.5)
        , show "floor 1.0e20" (floor 1.0e20)
        , show "floor 1.0e21" (floor 1.0e21)
        , show "floor (0 / 0)" (floor (0 / 0))
        , show "floor (1 / 0)" (floor (1 / 0))
        , show "floor (-1 / 0)" (floor (-1 / 0))
        , show "1 / toFloat (floor -0.0)" (1 / toFloat (floor -0.0))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

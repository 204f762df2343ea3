module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "truncate 1.9" (truncate 1.9)
        , show "truncate -1.9" (truncate -1.9)
        , show "truncate 2147483647" (truncate 2147483647)
        , show "truncate 2147483648" (truncate 2147483648)
        , show "truncate 4294967296.5" (truncate 4294967296.5)
        , show "truncate 1.0e20" (truncate 1.0e20)
        , show "truncate (0 / 0)" (truncate (0 / 0))
        , show "truncate (1 / 0)" (truncate (1 / 0))
        , show "truncate -0.5" (truncate -0.5)
        , show "1 / toFloat (truncate -0.5)" (1 / toFloat (truncate -0.5))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

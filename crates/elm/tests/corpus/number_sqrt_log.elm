module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "sqrt 4" (sqrt 4)
        , show "sqrt 2" (sqrt 2)
        , show "sqrt -1" (sqrt -1)
        , show "sqrt 0" (sqrt 0)
        , show "logBase 10 1000" (logBase 10 1000)
        , show "logBase 2 256" (logBase 2 256)
        , show "logBase 10 0" (logBase 10 0)
        , show "logBase 10 -1" (logBase 10 -1)
        , show "logBase 1 5" (logBase 1 5)
        , show "logBase e (e * e)" (logBase e (e * e))
        , show "round (logBase 10 100000 * 1000000)" (round (logBase 10 100000 * 1000000))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "toFloat 3" (toFloat 3)
        , show "toFloat -3 / 2" (toFloat -3 / 2)
        , show "toFloat 9007199254740993" (toFloat 9007199254740993)
        , show "toFloat (2 ^ 62)" (toFloat (2 ^ 62))
        , show "toFloat 0" (toFloat 0)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

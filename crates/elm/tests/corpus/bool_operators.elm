module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "True && False" (True && False)
        , show "True || False" (True || False)
        , show "not True" (not True)
        , show "xor True True" (xor True True)
        , show "xor True False" (xor True False)
        , show "xor False False" (xor False False)
        , show "False && (1 // 0 == 1)" (False && (1 // 0 == 1))
        , show "not (not False)" (not (not False))
        , show "True && True || False && False" (True && True || False && False)
        , show "(&&) True False" ((&&) True False)
        , show "List.map not [ True, False ]" (List.map not [ True, False ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

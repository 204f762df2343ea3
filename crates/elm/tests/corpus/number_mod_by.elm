module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "modBy 2 7" (modBy 2 7)
        , show "modBy 2 -7" (modBy 2 -7)
        , show "modBy -2 7" (modBy -2 7)
        , show "modBy -2 -7" (modBy -2 -7)
        , show "modBy 3 -1" (modBy 3 -1)
        , show "modBy 3 0" (modBy 3 0)
        , show "modBy -3 6" (modBy -3 6)
        , show "modBy 4294967296 4294967297" (modBy 4294967296 4294967297)
        , show "modBy 7 9007199254740991" (modBy 7 9007199254740991)
        , show "List.map (modBy 4) (List.range -5 5)" (List.map (modBy 4) (List.range -5 5))
        , show "List.map (modBy -4) (List.range -5 5)" (List.map (modBy -4) (List.range -5 5))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

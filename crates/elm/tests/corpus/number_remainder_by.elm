module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "remainderBy 2 7" (remainderBy 2 7)
        , show "remainderBy 2 -7" (remainderBy 2 -7)
        , show "remainderBy -2 7" (remainderBy -2 7)
        , show "remainderBy -2 -7" (remainderBy -2 -7)
        , show "remainderBy 0 5" (remainderBy 0 5)
        , show "remainderBy 7 9007199254740991" (remainderBy 7 9007199254740991)
        , show "List.map (remainderBy 4) (List.range -5 5)" (List.map (remainderBy 4) (List.range -5 5))
        , show "List.map (remainderBy -4) (List.range -5 5)" (List.map (remainderBy -4) (List.range -5 5))
        , show "1 / toFloat (remainderBy 3 -6)" (1 / toFloat (remainderBy 3 -6))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

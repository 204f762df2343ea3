module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "clamp 1 10 5" (clamp 1 10 5)
        , show "clamp 1 10 0" (clamp 1 10 0)
        , show "clamp 1 10 11" (clamp 1 10 11)
        , show "clamp 10 1 5" (clamp 10 1 5)
        , show "clamp 10 1 0" (clamp 10 1 0)
        , show "clamp -1.5 1.5 9" (clamp -1.5 1.5 9)
        , show "clamp 0 1 (0 / 0)" (clamp 0 1 (0 / 0))
        , show "clamp (0 / 0) 1 5" (clamp (0 / 0) 1 5)
        , show "List.map (clamp 100 200) [ 99, 100, 150, 200, 201 ]" (List.map (clamp 100 200) [ 99, 100, 150, 200, 201 ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

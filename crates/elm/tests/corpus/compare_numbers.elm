module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "compare 1 2" (compare 1 2)
        , show "compare 2 2" (compare 2 2)
        , show "compare 3 2" (compare 3 2)
        , show "compare 1.5 1" (compare 1.5 1)
        , show "1 < 2" (1 < 2)
        , show "2 <= 2" (2 <= 2)
        , show "3 > 4" (3 > 4)
        , show "4 >= 4" (4 >= 4)
        , show "List.map2 compare [ 1, 2, 3 ] [ 3, 2, 1 ]" (List.map2 compare [ 1, 2, 3 ] [ 3, 2, 1 ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.filter (\\x -> x > 1) [ 1, 2, 3 ]" (List.filter (\x -> x > 1) [ 1, 2, 3 ])
        , show "List.filter (always False) [ 1, 2 ]" (List.filter (always False) [ 1, 2 ])
        , show "List.filter (always True) []" (List.filter (always True) [])
        , show "List.filterMap String.toInt [ \"1\", \"x\", \"3\" ]" (List.filterMap String.toInt [ "1", "x", "3" ])
        , show "List.filterMap identity [ Nothing, Just 1, Nothing ]" (List.filterMap identity [ Nothing, Just 1, Nothing ])
        , show "List.filterMap String.toInt []" (List.filterMap String.toInt [])
        , show "List.partition (\\x -> x < 3) [ 1, 2, 3, 4, 1 ]" (List.partition (\x -> x < 3) [ 1, 2, 3, 4, 1 ])
        , show "List.partition (always True) []" (List.partition (always True) [])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

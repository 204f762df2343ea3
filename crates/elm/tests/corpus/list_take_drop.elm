module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.take 2 [ 1, 2, 3 ]" (List.take 2 [ 1, 2, 3 ])
        , show "List.take 0 [ 1 ]" (List.take 0 [ 1 ])
        , show "List.take -1 [ 1 ]" (List.take -1 [ 1 ])
        , show "List.take 9 [ 1, 2 ]" (List.take 9 [ 1, 2 ])
        , show "List.drop 2 [ 1, 2, 3 ]" (List.drop 2 [ 1, 2, 3 ])
        , show "List.drop 0 [ 1 ]" (List.drop 0 [ 1 ])
        , show "List.drop -1 [ 1 ]" (List.drop -1 [ 1 ])
        , show "List.drop 9 [ 1, 2 ]" (List.drop 9 [ 1, 2 ])
        , show "List.take 3 []" (List.take 3 [])
        , show "List.reverse [ 1, 2, 3 ]" (List.reverse [ 1, 2, 3 ])
        , show "List.reverse []" (List.reverse [])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

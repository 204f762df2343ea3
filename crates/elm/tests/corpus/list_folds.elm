module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.foldl (::) [] [ 1, 2, 3 ]" (List.foldl (::) [] [ 1, 2, 3 ])
        , show "List.foldr (::) [] [ 1, 2, 3 ]" (List.foldr (::) [] [ 1, 2, 3 ])
        , show "List.foldl (-) 0 [ 1, 2, 3 ]" (List.foldl (-) 0 [ 1, 2, 3 ])
        , show "List.foldr (-) 0 [ 1, 2, 3 ]" (List.foldr (-) 0 [ 1, 2, 3 ])
        , show "List.foldl (\\x acc -> acc ++ String.fromInt x) \"\" [ 1, 2, 3 ]" (List.foldl (\x acc -> acc ++ String.fromInt x) "" [ 1, 2, 3 ])
        , show "List.foldr (\\x acc -> acc ++ String.fromInt x) \"\" [ 1, 2, 3 ]" (List.foldr (\x acc -> acc ++ String.fromInt x) "" [ 1, 2, 3 ])
        , show "List.foldl max 0 [ 3, 9, 2 ]" (List.foldl max 0 [ 3, 9, 2 ])
        , show "List.foldr (\\x ( a, b ) -> ( b, x :: a )) ( [], [] ) [ 1, 2, 3, 4, 5 ]" (List.foldr (\x ( a, b ) -> ( b, x :: a )) ( [], [] ) [ 1, 2, 3, 4, 5 ])
        , show "List.foldr (-) 0 (List.range 1 1001)" (List.foldr (-) 0 (List.range 1 1001))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

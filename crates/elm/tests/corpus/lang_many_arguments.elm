module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "f 1 2 3 4 5 6 7 8 9 10" (f 1 2 3 4 5 6 7 8 9 10)
        , show "partial 0 0" (partial 0 0)
        , show "List.map2 partial [ 1 ] [ 2 ]" (List.map2 partial [ 1 ] [ 2 ])
        , show "List.map (\\k -> k 100) [ f 0 0 0 0 0 0 0 0 0, partial 1 ]" (List.map (\k -> k 100) [ f 0 0 0 0 0 0 0 0 0, partial 1 ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


f : Int -> Int -> Int -> Int -> Int -> Int -> Int -> Int -> Int -> Int -> List Int
f a b c d e_ g h i j k =
    [ a, b, c, d, e_, g, h, i, j, k ]


partial : Int -> Int -> List Int
partial =
    f 1 2 3 4 5 6 7 8

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map2 (+) [ 1, 2, 3 ] [ 10, 20 ]" (List.map2 (+) [ 1, 2, 3 ] [ 10, 20 ])
        , show "List.map2 (+) [] [ 1 ]" (List.map2 (+) [] [ 1 ])
        , show "List.map3 (\\a b c -> a + b + c) [ 1, 2 ] [ 10, 20 ] [ 100, 200, 300 ]" (List.map3 (\a b c -> a + b + c) [ 1, 2 ] [ 10, 20 ] [ 100, 200, 300 ])
        , show "List.map4 (\\a b c d -> [ a, b, c, d ]) [ 1, 2 ] [ 3, 4 ] [ 5, 6 ] [ 7, 8 ]" (List.map4 (\a b c d -> [ a, b, c, d ]) [ 1, 2 ] [ 3, 4 ] [ 5, 6 ] [ 7, 8 ])
        , show "List.map5 (\\a b c d x -> [ a, b, c, d, x ]) [ 1, 2 ] [ 3, 4 ] [ 5, 6 ] [ 7, 8 ] [ 9 ]" (List.map5 (\a b c d x -> [ a, b, c, d, x ]) [ 1, 2 ] [ 3, 4 ] [ 5, 6 ] [ 7, 8 ] [ 9 ])
        , show "List.map2 Tuple.pair [ 'a', 'b' ] (List.range 0 100)" (List.map2 Tuple.pair [ 'a', 'b' ] (List.range 0 100))
        , show "List.map5 (\\a b c d x -> a) [ 1 ] [ 1 ] [ 1 ] [ 1 ] []" (List.map5 (\a b c d x -> a) [ 1 ] [ 1 ] [ 1 ] [ 1 ] [])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "transpose [ [ 1, 2, 3 ], [ 4, 5, 6 ] ]" (transpose [ [ 1, 2, 3 ], [ 4, 5, 6 ] ])
        , show "multiply [ [ 1, 2 ], [ 3, 4 ] ] [ [ 5, 6 ], [ 7, 8 ] ]" (multiply [ [ 1, 2 ], [ 3, 4 ] ] [ [ 5, 6 ], [ 7, 8 ] ])
        , show "List.foldl (\\_ m -> multiply m [ [ 1, 1 ], [ 1, 0 ] ]) [ [ 1, 0 ], [ 0, 1 ] ] (List.range 1 30)" (List.foldl (\_ m -> multiply m [ [ 1, 1 ], [ 1, 0 ] ]) [ [ 1, 0 ], [ 0, 1 ] ] (List.range 1 30))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type alias Matrix =
    List (List Int)


multiply : Matrix -> Matrix -> Matrix
multiply a b =
    let
        columns =
            transpose b
    in
    List.map (\row -> List.map (\column -> List.sum (List.map2 (*) row column)) columns) a


transpose : List (List a) -> List (List a)
transpose rows =
    case List.filterMap List.head rows of
        [] ->
            []

        heads ->
            heads :: transpose (List.filterMap List.tail rows)

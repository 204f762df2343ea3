module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "compare [] [ 1 ]" (compare [] [ 1 ])
        , show "compare [ 1 ] []" (compare [ 1 ] [])
        , show "compare [ 1, 2 ] [ 1, 3 ]" (compare [ 1, 2 ] [ 1, 3 ])
        , show "compare [ 2 ] [ 1, 9 ]" (compare [ 2 ] [ 1, 9 ])
        , show "compare [ 1, 2 ] [ 1, 2 ]" (compare [ 1, 2 ] [ 1, 2 ])
        , show "compare [ [ 1 ], [ 2 ] ] [ [ 1 ], [ 1, 5 ] ]" (compare [ [ 1 ], [ 2 ] ] [ [ 1 ], [ 1, 5 ] ])
        , show "[ \"a\" ] < [ \"a\", \"b\" ]" ([ "a" ] < [ "a", "b" ])
        , show "List.sort [ [ 3 ], [ 1, 2 ], [], [ 1 ] ]" (List.sort [ [ 3 ], [ 1, 2 ], [], [ 1 ] ])
        , show "compare ([] |> List.map negate) []" (compare ([] |> List.map negate) [])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.sort [ 3, 1, 2 ]" (List.sort [ 3, 1, 2 ])
        , show "List.sort []" (List.sort [])
        , show "List.sort [ \"b\", \"a\", \"B\" ]" (List.sort [ "b", "a", "B" ])
        , show "List.sortBy String.length [ \"ccc\", \"a\", \"bb\", \"b\" ]" (List.sortBy String.length [ "ccc", "a", "bb", "b" ])
        , show "List.sortBy negate [ 1, 3, 2 ]" (List.sortBy negate [ 1, 3, 2 ])
        , show "List.sortBy Tuple.second [ ( 1, 'b' ), ( 2, 'a' ), ( 3, 'b' ), ( 4, 'a' ) ]" (List.sortBy Tuple.second [ ( 1, 'b' ), ( 2, 'a' ), ( 3, 'b' ), ( 4, 'a' ) ])
        , show "List.sortWith (\\a b -> compare b a) [ 1, 3, 2 ]" (List.sortWith (\a b -> compare b a) [ 1, 3, 2 ])
        , show "List.sortWith (\\_ _ -> EQ) [ 3, 1, 2 ]" (List.sortWith (\_ _ -> EQ) [ 3, 1, 2 ])
        , show "List.sortWith (\\_ _ -> LT) [ 1, 2, 3, 4 ]" (List.sortWith (\_ _ -> LT) [ 1, 2, 3, 4 ])
        , show "List.sortWith (\\_ _ -> GT) [ 1, 2, 3, 4 ]" (List.sortWith (\_ _ -> GT) [ 1, 2, 3, 4 ])
        , show "List.sort [ 1.5, -1, 0, 1.0e10, -1.0e10 ]" (List.sort [ 1.5, -1, 0, 1.0e10, -1.0e10 ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "(+) 1 2" ((+) 1 2)
        , show "List.foldl (*) 1 [ 1, 2, 3, 4 ]" (List.foldl (*) 1 [ 1, 2, 3, 4 ])
        , show "List.map ((-) 10) [ 1, 2 ]" (List.map ((-) 10) [ 1, 2 ])
        , show "List.map2 (::) [ 1, 2 ] [ [ 3 ], [] ]" (List.map2 (::) [ 1, 2 ] [ [ 3 ], [] ])
        , show "(<|) negate 3" ((<|) negate 3)
        , show "(|>) 3 negate" ((|>) 3 negate)
        , show "((<<) negate abs) -3" ((<<) negate abs -3)
        , show "((>>) abs negate) -3" ((>>) abs negate -3)
        , show "List.map2 (==) [ 1, 2 ] [ 1, 3 ]" (List.map2 (==) [ 1, 2 ] [ 1, 3 ])
        , show "List.map2 (/=) [ 1, 2 ] [ 1, 3 ]" (List.map2 (/=) [ 1, 2 ] [ 1, 3 ])
        , show "List.map ((<) 2) [ 1, 2, 3 ]" (List.map ((<) 2) [ 1, 2, 3 ])
        , show "List.map2 (&&) [ True ] [ False ]" (List.map2 (&&) [ True ] [ False ])
        , show "List.map2 (||) [ True ] [ False ]" (List.map2 (||) [ True ] [ False ])
        , show "(//) 7 2" ((//) 7 2)
        , show "(/) 7 2" ((/) 7 2)
        , show "(^) 2 5" ((^) 2 5)
        , show "(++) \"a\" \"b\"" ((++) "a" "b")
        , show "List.map ((>=) 2) [ 1, 2, 3 ]" (List.map ((>=) 2) [ 1, 2, 3 ])
        , show "List.map2 (<=) [ 1 ] [ 1 ]" (List.map2 (<=) [ 1 ] [ 1 ])
        , show "List.map2 (>) [ 1 ] [ 1 ]" (List.map2 (>) [ 1 ] [ 1 ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

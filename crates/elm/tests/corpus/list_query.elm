module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.length []" (List.length [])
        , show "List.length [ 1, 2, 3 ]" (List.length [ 1, 2, 3 ])
        , show "List.isEmpty []" (List.isEmpty [])
        , show "List.isEmpty [ () ]" (List.isEmpty [ () ])
        , show "List.member 2 [ 1, 2 ]" (List.member 2 [ 1, 2 ])
        , show "List.member 3 [ 1, 2 ]" (List.member 3 [ 1, 2 ])
        , show "List.member \"a\" []" (List.member "a" [])
        , show "List.member [ 1 ] [ [ 2 ], [ 1 ] ]" (List.member [ 1 ] [ [ 2 ], [ 1 ] ])
        , show "List.all (\\x -> x > 0) [ 1, 2 ]" (List.all (\x -> x > 0) [ 1, 2 ])
        , show "List.all (\\x -> x > 1) [ 1, 2 ]" (List.all (\x -> x > 1) [ 1, 2 ])
        , show "List.all (always False) []" (List.all (always False) [])
        , show "List.any (\\x -> x > 1) [ 1, 2 ]" (List.any (\x -> x > 1) [ 1, 2 ])
        , show "List.any (always True) []" (List.any (always True) [])
        , show "List.head [ 1, 2 ]" (List.head [ 1, 2 ])
        , show "List.head []" (List.head [])
        , show "List.tail [ 1, 2 ]" (List.tail [ 1, 2 ])
        , show "List.tail [ 1 ]" (List.tail [ 1 ])
        , show "List.tail []" (List.tail [])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

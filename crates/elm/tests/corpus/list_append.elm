module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.append [ 1 ] [ 2, 3 ]" (List.append [ 1 ] [ 2, 3 ])
        , show "List.append [] [ 1 ]" (List.append [] [ 1 ])
        , show "List.append [ 1 ] []" (List.append [ 1 ] [])
        , show "List.concat [ [ 1, 2 ], [], [ 3 ] ]" (List.concat [ [ 1, 2 ], [], [ 3 ] ])
        , show "List.concat []" (List.concat [])
        , show "List.concat [ [], [] ]" (List.concat [ [], [] ])
        , show "List.concatMap (\\x -> [ x, x ]) [ 1, 2 ]" (List.concatMap (\x -> [ x, x ]) [ 1, 2 ])
        , show "List.concatMap String.toList [ \"ab\", \"\", \"c\" ]" (List.concatMap String.toList [ "ab", "", "c" ])
        , show "List.intersperse 0 [ 1, 2, 3 ]" (List.intersperse 0 [ 1, 2, 3 ])
        , show "List.intersperse 0 [ 1 ]" (List.intersperse 0 [ 1 ])
        , show "List.intersperse 0 []" (List.intersperse 0 [])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

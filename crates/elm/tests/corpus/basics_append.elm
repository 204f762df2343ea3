module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "\"a\" ++ \"b\"" ("a" ++ "b")
        , show "[ 1 ] ++ [ 2 ]" ([ 1 ] ++ [ 2 ])
        , show "[] ++ [ 1 ]" ([] ++ [ 1 ])
        , show "\"\" ++ \"\"" ("" ++ "")
        , show "[ [ 1 ] ] ++ []" ([ [ 1 ] ] ++ [])
        , show "List.foldl (++) \"\" [ \"a\", \"b\", \"c\" ]" (List.foldl (++) "" [ "a", "b", "c" ])
        , show "List.foldr (++) [] [ [ 1 ], [ 2, 3 ] ]" (List.foldr (++) [] [ [ 1 ], [ 2, 3 ] ])
        , show "List.map ((++) \"x\") [ \"a\", \"b\" ]" (List.map ((++) "x") [ "a", "b" ])
        , show "\"a\" ++ \"b\" ++ \"c\" == \"abc\"" ("a" ++ "b" ++ "c" == "abc")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

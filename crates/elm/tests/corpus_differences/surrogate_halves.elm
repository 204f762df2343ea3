module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.length (String.toList (high ++ \"a\"))" (List.length (String.toList (high ++ "a")))
        , show "String.foldl (\\_ n -> n + 1) 0 (high ++ \"ab\")" (String.foldl (\_ n -> n + 1) 0 (high ++ "ab"))
        , show "String.uncons (high ++ \"a\") |> Maybe.map (Tuple.second >> String.length)" (String.uncons (high ++ "a") |> Maybe.map (Tuple.second >> String.length))
        , show "String.foldr (\\_ n -> n + 1) 0 (\"a\" ++ low)" (String.foldr (\_ n -> n + 1) 0 ("a" ++ low))
        , show "String.length (String.filter (\\c -> c /= 'a') (high ++ \"a\"))" (String.length (String.filter (\c -> c /= 'a') (high ++ "a")))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


high : String
high =
    String.left 1 "😀"


low : String
low =
    String.right 1 "😀"

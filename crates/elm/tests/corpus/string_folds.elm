module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.foldl (::) [] \"abc\"" (String.foldl (::) [] "abc")
        , show "String.foldr (::) [] \"a😀c\"" (String.foldr (::) [] "a😀c")
        , show "String.foldl (\\c n -> n * 2 + Char.toCode c) 0 \"ab\"" (String.foldl (\c n -> n * 2 + Char.toCode c) 0 "ab")
        , show "String.foldr (\\c s -> s ++ String.fromChar c) \"\" \"abc\"" (String.foldr (\c s -> s ++ String.fromChar c) "" "abc")
        , show "String.foldl String.cons \"\" \"a😀b\"" (String.foldl String.cons "" "a😀b")
        , show "String.foldl (\\_ n -> n + 1) 0 \"😀😀\"" (String.foldl (\_ n -> n + 1) 0 "😀😀")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.length big" (String.length big)
        , show "String.length (String.reverse big)" (String.length (String.reverse big))
        , show "List.length (String.toList big)" (List.length (String.toList big))
        , show "List.length (String.split \"a\" big)" (List.length (String.split "a" big))
        , show "String.length (String.replace \"a\" \"xyz\" big)" (String.length (String.replace "a" "xyz" big))
        , show "String.foldl (\\_ n -> n + 1) 0 big" (String.foldl (\_ n -> n + 1) 0 big)
        , show "String.foldr (\\_ n -> n + 1) 0 big" (String.foldr (\_ n -> n + 1) 0 big)
        , show "String.length (String.map Char.toUpper big)" (String.length (String.map Char.toUpper big))
        , show "List.length (String.indexes \"b\" big)" (List.length (String.indexes "b" big))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


big : String
big =
    String.repeat 100000 "ab"

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.indexes \"an\" \"banana\"" (String.indexes "an" "banana")
        , show "String.indices \"a\" \"banana\"" (String.indices "a" "banana")
        , show "String.indexes \"\" \"banana\"" (String.indexes "" "banana")
        , show "String.indexes \"aa\" \"aaaaa\"" (String.indexes "aa" "aaaaa")
        , show "String.indexes \"x\" \"banana\"" (String.indexes "x" "banana")
        , show "String.indexes \"b\" \"a😀b\"" (String.indexes "b" "a😀b")
        , show "String.indexes \"banana\" \"banana\"" (String.indexes "banana" "banana")
        , show "String.indexes \"a\" \"\"" (String.indexes "a" "")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

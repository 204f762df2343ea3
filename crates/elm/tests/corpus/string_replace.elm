module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.replace \"a\" \"b\" \"banana\"" (String.replace "a" "b" "banana")
        , show "String.replace \"\" \"-\" \"abc\"" (String.replace "" "-" "abc")
        , show "String.replace \"aa\" \"b\" \"aaaaa\"" (String.replace "aa" "b" "aaaaa")
        , show "String.replace \"x\" \"y\" \"abc\"" (String.replace "x" "y" "abc")
        , show "String.replace \".\" \"\" \"1.2.3\"" (String.replace "." "" "1.2.3")
        , show "String.replace \"$\" \"$&\" \"a$b\"" (String.replace "$" "$&" "a$b")
        , show "String.replace \"😀\" \":)\" \"hi 😀!\"" (String.replace "😀" ":)" "hi 😀!")
        , show "String.replace \",\" \",\" \"a,b\"" (String.replace "," "," "a,b")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

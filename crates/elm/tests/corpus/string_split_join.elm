module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.split \",\" \"a,b,c\"" (String.split "," "a,b,c")
        , show "String.split \",\" \"\"" (String.split "," "")
        , show "String.split \"\" \"abc\"" (String.split "" "abc")
        , show "String.split \"\" \"\"" (String.split "" "")
        , show "String.split \"ab\" \"abcabd\"" (String.split "ab" "abcabd")
        , show "String.split \",\" \",a,\"" (String.split "," ",a,")
        , show "String.split \"aa\" \"aaaa\"" (String.split "aa" "aaaa")
        , show "String.join \",\" [ \"a\", \"b\" ]" (String.join "," [ "a", "b" ])
        , show "String.join \",\" []" (String.join "," [])
        , show "String.join \",\" [ \"a\" ]" (String.join "," [ "a" ])
        , show "String.join \"\" [ \"a\", \"b\" ]" (String.join "" [ "a", "b" ])
        , show "String.join \", \" [ \"\", \"\" ]" (String.join ", " [ "", "" ])
        , show "String.concat [ \"a\", \"\", \"b\" ]" (String.concat [ "a", "", "b" ])
        , show "String.append \"a\" \"b\"" (String.append "a" "b")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

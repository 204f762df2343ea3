module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.reverse \"abc\"" (String.reverse "abc")
        , show "String.reverse \"a😀b\"" (String.reverse "a😀b")
        , show "String.reverse \"\"" (String.reverse "")
        , show "String.repeat 3 \"ab\"" (String.repeat 3 "ab")
        , show "String.repeat 0 \"ab\"" (String.repeat 0 "ab")
        , show "String.repeat -1 \"ab\"" (String.repeat -1 "ab")
        , show "String.repeat 1 \"x\"" (String.repeat 1 "x")
        , show "String.repeat 7 \"xy\"" (String.repeat 7 "xy")
        , show "String.repeat 5 \"\"" (String.repeat 5 "")
        , show "String.length (String.repeat 1000 \"abc\")" (String.length (String.repeat 1000 "abc"))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

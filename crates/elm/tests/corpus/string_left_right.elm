module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.left 2 \"abc\"" (String.left 2 "abc")
        , show "String.left 0 \"abc\"" (String.left 0 "abc")
        , show "String.left -1 \"abc\"" (String.left -1 "abc")
        , show "String.left 9 \"abc\"" (String.left 9 "abc")
        , show "String.right 2 \"abc\"" (String.right 2 "abc")
        , show "String.right 0 \"abc\"" (String.right 0 "abc")
        , show "String.right -1 \"abc\"" (String.right -1 "abc")
        , show "String.right 9 \"abc\"" (String.right 9 "abc")
        , show "String.dropLeft 1 \"abc\"" (String.dropLeft 1 "abc")
        , show "String.dropLeft 0 \"abc\"" (String.dropLeft 0 "abc")
        , show "String.dropLeft -1 \"abc\"" (String.dropLeft -1 "abc")
        , show "String.dropLeft 9 \"abc\"" (String.dropLeft 9 "abc")
        , show "String.dropRight 1 \"abc\"" (String.dropRight 1 "abc")
        , show "String.dropRight 0 \"abc\"" (String.dropRight 0 "abc")
        , show "String.dropRight -1 \"abc\"" (String.dropRight -1 "abc")
        , show "String.dropRight 9 \"abc\"" (String.dropRight 9 "abc")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

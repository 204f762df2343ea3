module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.slice 1 3 \"abcde\"" (String.slice 1 3 "abcde")
        , show "String.slice 0 -1 \"abcde\"" (String.slice 0 -1 "abcde")
        , show "String.slice -3 -1 \"abcde\"" (String.slice -3 -1 "abcde")
        , show "String.slice 3 1 \"abcde\"" (String.slice 3 1 "abcde")
        , show "String.slice -100 2 \"abcde\"" (String.slice -100 2 "abcde")
        , show "String.slice 2 100 \"abcde\"" (String.slice 2 100 "abcde")
        , show "String.slice 5 6 \"abcde\"" (String.slice 5 6 "abcde")
        , show "String.slice 0 0 \"abcde\"" (String.slice 0 0 "abcde")
        , show "String.slice 1 3 \"a😀b\"" (String.slice 1 3 "a😀b")
        , show "String.slice -2 10 \"abcde\"" (String.slice -2 10 "abcde")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

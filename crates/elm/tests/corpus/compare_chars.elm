module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "compare 'a' 'b'" (compare 'a' 'b')
        , show "compare 'Z' 'a'" (compare 'Z' 'a')
        , show "compare 'é' 'f'" (compare 'é' 'f')
        , show "compare '😀' '\\u{FFFD}'" (compare '😀' '�')
        , show "'a' < 'b'" ('a' < 'b')
        , show "List.sort [ 'c', 'a', 'B', '1' ]" (List.sort [ 'c', 'a', 'B', '1' ])
        , show "max 'x' 'y'" (max 'x' 'y')
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.pad 5 ' ' \"a\"" (String.pad 5 ' ' "a")
        , show "String.pad 6 '-' \"a\"" (String.pad 6 '-' "a")
        , show "String.pad 4 '-' \"ab\"" (String.pad 4 '-' "ab")
        , show "String.pad 1 '-' \"abc\"" (String.pad 1 '-' "abc")
        , show "String.pad 5 '-' \"ab\"" (String.pad 5 '-' "ab")
        , show "String.padLeft 5 '0' \"42\"" (String.padLeft 5 '0' "42")
        , show "String.padLeft 1 '0' \"42\"" (String.padLeft 1 '0' "42")
        , show "String.padRight 5 '.' \"42\"" (String.padRight 5 '.' "42")
        , show "String.padRight -1 '.' \"42\"" (String.padRight -1 '.' "42")
        , show "String.padLeft 4 '😀' \"x\"" (String.padLeft 4 '😀' "x")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

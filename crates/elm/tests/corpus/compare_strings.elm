module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "compare \"a\" \"b\"" (compare "a" "b")
        , show "compare \"a\" \"A\"" (compare "a" "A")
        , show "compare \"\" \"a\"" (compare "" "a")
        , show "compare \"abc\" \"ab\"" (compare "abc" "ab")
        , show "compare \"Z\" \"a\"" (compare "Z" "a")
        , show "compare \"é\" \"z\"" (compare "é" "z")
        , show "compare \"😀\" \"\\u{FFFD}\"" (compare "😀" "�")
        , show "\"10\" < \"9\"" ("10" < "9")
        , show "\"a\" == \"a\"" ("a" == "a")
        , show "compare \"a\\u{0000}\" \"a\"" (compare "a\u{0000}" "a")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

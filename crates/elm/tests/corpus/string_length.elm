module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.length \"\"" (String.length "")
        , show "String.length \"abc\"" (String.length "abc")
        , show "String.length \"é\"" (String.length "é")
        , show "String.length \"e\\u{0301}\"" (String.length "é")
        , show "String.length \"木\"" (String.length "木")
        , show "String.length \"😀\"" (String.length "😀")
        , show "String.length \"👨\u{200D}👩\u{200D}👧\"" (String.length "👨\u{200D}👩\u{200D}👧")
        , show "String.length \"a\\u{0000}b\"" (String.length "a\u{0000}b")
        , show "String.isEmpty \"\"" (String.isEmpty "")
        , show "String.isEmpty \" \"" (String.isEmpty " ")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "\"plain\"" "plain"
        , show "\"tab\\tnew\\nline\"" "tab\tnew\nline"
        , show "\"quote\\\"backslash\\\\\"" "quote\"backslash\\"
        , show "\"\\u{1F600}\\u{00E9}\"" "😀é"
        , show "\"it's\"" "it's"
        , show "\"\"" ""
        , show "\"a\\u{000D}b\"" "a\u{000D}b"
        , show "\"\\u{0000}\"" "\u{0000}"
        , show "\"\"\"one line\"\"\"" """one line"""
        , show "\"\"\"with \"quotes\" in it\"\"\"" """with "quotes" in it"""
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

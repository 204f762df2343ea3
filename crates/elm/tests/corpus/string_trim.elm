module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.trim \"  a b  \"" (String.trim "  a b  ")
        , show "String.trim \"\\t\\n\\u{000D}a\\u{00A0}\"" (String.trim "\t\n\u{000D}a\u{00A0}")
        , show "String.trim \"\\u{FEFF}a\\u{2003}\"" (String.trim "\u{FEFF}a\u{2003}")
        , show "String.trim \"\\u{200B}a\"" (String.trim "\u{200B}a")
        , show "String.trimLeft \"  a \"" (String.trimLeft "  a ")
        , show "String.trimRight \" a  \"" (String.trimRight " a  ")
        , show "String.trim \"\"" (String.trim "")
        , show "String.trim \"   \"" (String.trim "   ")
        , show "String.trimLeft \"\\u{3000}x\\u{0085}\"" (String.trimLeft "\u{3000}x\u{0085}")
        , show "String.trimRight \"a\\u{2028}\\u{2029}\"" (String.trimRight "a\u{2028}\u{2029}")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

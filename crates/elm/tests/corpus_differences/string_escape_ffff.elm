module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.length \"\\u{FFFF}\"" (String.length "\u{FFFF}")
        , show "String.length \"\\u{FFFE}\"" (String.length "\u{FFFE}")
        , show "Char.toCode '\\u{FFFF}'" (Char.toCode '\u{FFFF}')
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "\"\\\"\\\\\\n\\t\\u{0041}\\u{1F600}\"" "\"\\\n\tA😀"
        , show "String.length \"\\u{1F600}\\u{000041}\"" (String.length "😀A")
        , show "'\\u{0041}'" 'A'
        , show "['\\'', '\"', '\\\\']" [ '\'', '"', '\\' ]
        , show "\"\\u{0300}\"" "̀"
        , show "\"a\\u{000D}\\nb\" |> String.length" ("a\u{000D}\nb" |> String.length)
        , show "\"\\u{D7FF}\\u{E000}\" |> String.length" ("\u{D7FF}\u{E000}" |> String.length)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

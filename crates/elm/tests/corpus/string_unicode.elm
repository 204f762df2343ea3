module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.toList \"e\\u{0301}\"" (String.toList "é")
        , show "\"é\" == \"e\\u{0301}\"" ("é" == "é")
        , show "String.length \"日本語\"" (String.length "日本語")
        , show "String.reverse \"日本語\"" (String.reverse "日本語")
        , show "String.slice 1 2 \"日本語\"" (String.slice 1 2 "日本語")
        , show "String.toList \"👍🏽\"" (String.toList "👍🏽")
        , show "String.foldl (\\c codes -> Char.toCode c :: codes) [] \"aé木😀\"" (String.foldl (\c codes -> Char.toCode c :: codes) [] "aé木😀")
        , show "String.words \"日本 語\"" (String.words "日本 語")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

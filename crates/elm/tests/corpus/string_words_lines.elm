module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.words \"a b  c\"" (String.words "a b  c")
        , show "String.words \" a b \"" (String.words " a b ")
        , show "String.words \"\"" (String.words "")
        , show "String.words \"   \"" (String.words "   ")
        , show "String.words \"a\\tb\\nc\\u{00A0}d\"" (String.words "a\tb\nc\u{00A0}d")
        , show "String.lines \"a\\nb\"" (String.lines "a\nb")
        , show "String.lines \"\"" (String.lines "")
        , show "String.lines \"a\\n\"" (String.lines "a\n")
        , show "String.lines \"a\\u{000D}\\nb\\u{000D}c\\nd\"" (String.lines "a\u{000D}\nb\u{000D}c\nd")
        , show "String.lines \"\\n\\n\"" (String.lines "\n\n")
        , show "String.lines \"a\\u{2028}b\"" (String.lines "a\u{2028}b")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

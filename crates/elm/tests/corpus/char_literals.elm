module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "'a'" 'a'
        , show "'\\n'" '\n'
        , show "'\\t'" '\t'
        , show "'\\\\'" '\\'
        , show "'\\''" '\''
        , show "'\"'" '"'
        , show "'\\u{1F600}'" '😀'
        , show "'木'" '木'
        , show "'\\u{0007}'" '\u{0007}'
        , show "[ 'a', 'b' ]" [ 'a', 'b' ]
        , show "'é'" 'é'
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

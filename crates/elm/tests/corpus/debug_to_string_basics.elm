module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "1" 1
        , show "-1.5" -1.5
        , show "\"a\\\"b\\\\c\\nd\\te\"" "a\"b\\c\nd\te"
        , show "\"\\u{000D}\\u{0000}\\u{000B}\\u{007F}\"" "\u{000D}\u{0000}\u{000B}\u{007F}"
        , show "'a'" 'a'
        , show "'\\''" '\''
        , show "'\"'" '"'
        , show "'\\n'" '\n'
        , show "True" True
        , show "()" ()
        , show "( 1, \"a\" )" ( 1, "a" )
        , show "( 1, 'b', [ \"c\" ] )" ( 1, 'b', [ "c" ] )
        , show "[]" []
        , show "[ 1, 2 ]" [ 1, 2 ]
        , show "[ [ \"a\" ], [] ]" [ [ "a" ], [] ]
        , show "LT" LT
        , show "\"é木😀\"" "é木😀"
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

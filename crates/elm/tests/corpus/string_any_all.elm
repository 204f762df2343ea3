module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.any Char.isDigit \"ab1\"" (String.any Char.isDigit "ab1")
        , show "String.any Char.isDigit \"ab\"" (String.any Char.isDigit "ab")
        , show "String.any (always True) \"\"" (String.any (always True) "")
        , show "String.all Char.isDigit \"123\"" (String.all Char.isDigit "123")
        , show "String.all Char.isDigit \"12a\"" (String.all Char.isDigit "12a")
        , show "String.all (always False) \"\"" (String.all (always False) "")
        , show "String.any ((==) '😀') \"a😀\"" (String.any ((==) '😀') "a😀")
        , show "String.all (\\c -> Char.toCode c > 0xFFFF) \"😀😀\"" (String.all (\c -> Char.toCode c > 0xFFFF) "😀😀")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

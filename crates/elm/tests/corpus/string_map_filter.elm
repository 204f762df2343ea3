module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.map (\\c -> if c == 'a' then 'b' else c) \"banana\""
            (String.map
                (\c ->
                    if c == 'a' then
                        'b'

                    else
                        c
                )
                "banana"
            )
        , show "String.map Char.toUpper \"a😀é\"" (String.map Char.toUpper "a😀é")
        , show "String.filter Char.isDigit \"a1b2\"" (String.filter Char.isDigit "a1b2")
        , show "String.filter (\\c -> c /= '😀') \"a😀b\"" (String.filter (\c -> c /= '😀') "a😀b")
        , show "String.map identity \"\"" (String.map identity "")
        , show "String.filter (always True) \"x😀\"" (String.filter (always True) "x😀")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

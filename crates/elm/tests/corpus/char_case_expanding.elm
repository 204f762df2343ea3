module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "Char.toUpper 'ß' |> String.fromChar" (Char.toUpper 'ß' |> String.fromChar)
        , show "Char.toUpper 'ﬁ' |> String.fromChar" (Char.toUpper 'ﬁ' |> String.fromChar)
        , show "Char.toLower 'İ' |> String.fromChar |> String.length" (Char.toLower 'İ' |> String.fromChar |> String.length)
        , show "String.map Char.toUpper \"straße\"" (String.map Char.toUpper "straße")
        , show "String.toList \"ß\" |> List.map Char.toUpper |> String.fromList |> String.length" (String.toList "ß" |> List.map Char.toUpper |> String.fromList |> String.length)
        , show "Char.toUpper 'ß' |> Char.toCode" (Char.toUpper 'ß' |> Char.toCode)
        , show "Char.toUpper 'ß'" (Char.toUpper 'ß')
        , show "Char.toUpper 'ŉ' |> String.fromChar |> String.length" (Char.toUpper 'ŉ' |> String.fromChar |> String.length)
        , show "Char.toUpper 'ß' == 'S'" (Char.toUpper 'ß' == 'S')
        , show "String.cons (Char.toUpper 'ß') \"x\"" (String.cons (Char.toUpper 'ß') "x")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map Char.toUpper [ 'a', 'Z', 'é', '1', 'ÿ', 'α', 'я' ]" (List.map Char.toUpper [ 'a', 'Z', 'é', '1', 'ÿ', 'α', 'я' ])
        , show "List.map Char.toLower [ 'A', 'z', 'É', '1', 'Ω', 'Я' ]" (List.map Char.toLower [ 'A', 'z', 'É', '1', 'Ω', 'Я' ])
        , show "List.map Char.toLocaleUpper [ 'a', 'é' ]" (List.map Char.toLocaleUpper [ 'a', 'é' ])
        , show "List.map Char.toLocaleLower [ 'A', 'É' ]" (List.map Char.toLocaleLower [ 'A', 'É' ])
        , show "Char.toUpper '𐐨' |> Char.toCode" (Char.toUpper '𐐨' |> Char.toCode)
        , show "Char.toLower '𐐀' |> Char.toCode" (Char.toLower '𐐀' |> Char.toCode)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

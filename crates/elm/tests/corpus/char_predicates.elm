module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map Char.isUpper [ 'A', 'Z', 'a', '@', '[', 'É' ]" (List.map Char.isUpper [ 'A', 'Z', 'a', '@', '[', 'É' ])
        , show "List.map Char.isLower [ 'a', 'z', 'A', '`', '{', 'é' ]" (List.map Char.isLower [ 'a', 'z', 'A', '`', '{', 'é' ])
        , show "List.map Char.isAlpha [ 'a', 'Z', '0', 'é', '_' ]" (List.map Char.isAlpha [ 'a', 'Z', '0', 'é', '_' ])
        , show "List.map Char.isAlphaNum [ 'a', 'Z', '0', '9', 'é', '_', '/' , ':' ]" (List.map Char.isAlphaNum [ 'a', 'Z', '0', '9', 'é', '_', '/', ':' ])
        , show "List.map Char.isDigit [ '0', '9', '/', ':', '٣' ]" (List.map Char.isDigit [ '0', '9', '/', ':', '٣' ])
        , show "List.map Char.isOctDigit [ '0', '7', '8', 'a' ]" (List.map Char.isOctDigit [ '0', '7', '8', 'a' ])
        , show "List.map Char.isHexDigit [ '0', '9', 'a', 'f', 'g', 'A', 'F', 'G' ]" (List.map Char.isHexDigit [ '0', '9', 'a', 'f', 'g', 'A', 'F', 'G' ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

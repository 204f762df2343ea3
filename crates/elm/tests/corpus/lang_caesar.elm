module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.map (shift 3) \"Hello, World!\"" (String.map (shift 3) "Hello, World!")
        , show "String.map (shift -3) (String.map (shift 3) \"xyz ABC é\")" (String.map (shift -3) (String.map (shift 3) "xyz ABC é"))
        , show "String.map (shift 26) \"same\"" (String.map (shift 26) "same")
        , show "String.map (shift 13) \"Why?\"" (String.map (shift 13) "Why?")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


shift : Int -> Char -> Char
shift n c =
    if Char.isUpper c then
        rotate n 'A' c

    else if Char.isLower c then
        rotate n 'a' c

    else
        c


rotate : Int -> Char -> Char -> Char
rotate n base c =
    Char.fromCode (Char.toCode base + modBy 26 (Char.toCode c - Char.toCode base + n))

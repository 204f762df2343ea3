module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "9007199254740991 + 1" (9007199254740991 + 1)
        , show "9007199254740991 + 2" (9007199254740991 + 2)
        , show "9007199254740993 * 3" (9007199254740993 * 3)
        , show "2 ^ 53 + 1" (2 ^ 53 + 1)
        , show "99999999999999999999" 7766279631452241919
        , show "123456789 * 987654321" (123456789 * 987654321)
        , show "12345678901234567890" -6101065172474983726
        , show "0.1 * 3" (0.1 * 3)
        , show "1.0e16 + 1" (1.0e16 + 1)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

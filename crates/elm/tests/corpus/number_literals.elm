module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "0xFF" 0xFF
        , show "0x0010" 0x10
        , show "0xFFFFFFFF" 0xFFFFFFFF
        , show "0xABCDEF0123" 0x000000ABCDEF0123
        , show "1.0e3" 1.0e3
        , show "1.5e-3" 1.5e-3
        , show "2.5e10" 2.5e10
        , show "9007199254740991" 9007199254740991
        , show "9007199254740992" 9007199254740992
        , show "-5" -5
        , show "0" 0
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "1.0" 1.0
        , show "0.1" 0.1
        , show "0.1 + 0.2" (0.1 + 0.2)
        , show "100.5" 100.5
        , show "1.0e20" 1.0e20
        , show "1.0e21" 1.0e21
        , show "1.0e22" 1.0e22
        , show "123456789012345680000" -5670419503621181312
        , show "1234567890123456800000" -1363962815083158272
        , show "1.0e-6" 1.0e-6
        , show "1.0e-7" 1.0e-7
        , show "1.5e-7" 1.5e-7
        , show "0.000001234" 0.000001234
        , show "0.0000001234" 0.0000001234
        , show "1.7976931348623157e308" 1.7976931348623157e308
        , show "5.0e-324" 5.0e-324
        , show "2.2250738585072014e-308" 2.2250738585072014e-308
        , show "4.35" 4.35
        , show "1 / 3" (1 / 3)
        , show "2 / 3" (2 / 3)
        , show "9007199254740993" 9007199254740993
        , show "123.456e5" 1.23456e7
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

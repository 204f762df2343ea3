module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "Char.toCode 'A'" (Char.toCode 'A')
        , show "Char.toCode '木'" (Char.toCode '木')
        , show "Char.toCode '😀'" (Char.toCode '😀')
        , show "Char.toCode '\\u{0000}'" (Char.toCode '\u{0000}')
        , show "Char.fromCode 65" (Char.fromCode 65)
        , show "Char.fromCode 0x6728" (Char.fromCode 0x6728)
        , show "Char.fromCode 0x1F600" (Char.fromCode 0x0001F600)
        , show "Char.fromCode 0x10FFFF |> Char.toCode" (Char.fromCode 0x0010FFFF |> Char.toCode)
        , show "Char.fromCode 0x110000" (Char.fromCode 0x00110000)
        , show "Char.fromCode -1" (Char.fromCode -1)
        , show "Char.fromCode 10" (Char.fromCode 10)
        , show "List.map (Char.fromCode >> Char.toCode) [ 0, 127, 128, 255, 0xFFFF, 0x10000, 0x10FFFF ]" (List.map (Char.fromCode >> Char.toCode) [ 0, 127, 128, 255, 0xFFFF, 0x00010000, 0x0010FFFF ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

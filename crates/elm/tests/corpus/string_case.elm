module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.toUpper \"abc é ß ﬁ\"" (String.toUpper "abc é ß ﬁ")
        , show "String.toLower \"ABC É İ\"" (String.toLower "ABC É İ")
        , show "String.length (String.toLower \"İ\")" (String.length (String.toLower "İ"))
        , show "String.toUpper \"ǆ ΐ ŉ\"" (String.toUpper "ǆ ΐ ŉ")
        , show "String.toLower \"ΑΣ ΑΣΑ Σ\"" (String.toLower "ΑΣ ΑΣΑ Σ")
        , show "String.toUpper \"😀𐐨\"" (String.toUpper "😀𐐨")
        , show "String.toLower \"𐐀\"" (String.toLower "𐐀")
        , show "String.toUpper \"\"" (String.toUpper "")
        , show "String.toUpper \"i ı\"" (String.toUpper "i ı")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

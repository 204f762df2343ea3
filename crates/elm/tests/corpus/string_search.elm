module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.contains \"an\" \"banana\"" (String.contains "an" "banana")
        , show "String.contains \"\" \"banana\"" (String.contains "" "banana")
        , show "String.contains \"x\" \"banana\"" (String.contains "x" "banana")
        , show "String.contains \"banana\" \"ban\"" (String.contains "banana" "ban")
        , show "String.startsWith \"ba\" \"banana\"" (String.startsWith "ba" "banana")
        , show "String.startsWith \"\" \"banana\"" (String.startsWith "" "banana")
        , show "String.startsWith \"an\" \"banana\"" (String.startsWith "an" "banana")
        , show "String.endsWith \"na\" \"banana\"" (String.endsWith "na" "banana")
        , show "String.endsWith \"\" \"\"" (String.endsWith "" "")
        , show "String.endsWith \"banana!\" \"banana\"" (String.endsWith "banana!" "banana")
        , show "String.contains \"😀\" \"a😀b\"" (String.contains "😀" "a😀b")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

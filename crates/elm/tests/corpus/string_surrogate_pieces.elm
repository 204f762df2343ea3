module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "String.length piece" (String.length piece)
        , show "piece == String.slice 0 1 \"😀\"" (piece == String.slice 0 1 "😀")
        , show "piece ++ String.dropLeft 1 \"😀\"" (piece ++ String.dropLeft 1 "😀")
        , show "String.length (String.reverse \"😀\")" (String.length (String.reverse "😀"))
        , show "String.split \"\" \"😀\" |> List.length" (String.split "" "😀" |> List.length)
        , show "String.split \"\" \"😀\" |> String.concat" (String.split "" "😀" |> String.concat)
        , show "String.contains piece \"😀\"" (String.contains piece "😀")
        , show "String.indexes (String.right 1 \"😀\") \"😀\"" (String.indexes (String.right 1 "😀") "😀")
        , show "piece == \"\"" (piece == "")
        , show "String.padLeft 3 'x' piece |> String.length" (String.padLeft 3 'x' piece |> String.length)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


piece : String
piece =
    String.left 1 "😀"

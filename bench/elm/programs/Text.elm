module Text exposing (run)

{-| Texts built, split, searched and put together again.
-}


run : String -> String
run input =
    let
        count =
            String.toInt input |> Maybe.withDefault 0

        text =
            List.foldl line "" (List.range 1 count)

        rows =
            String.lines text |> List.map (String.split ",")

        upper =
            rows
                |> List.map (List.map (String.trim >> String.toUpper) >> String.join ";")
                |> String.join "\n"

        sum =
            rows
                |> List.concatMap (List.filterMap (String.trim >> String.toInt))
                |> List.sum

        vowels =
            String.foldl
                (\char found ->
                    if isVowel char then
                        found + 1

                    else
                        found
                )
                0
                upper

        swapped =
            String.replace "ROW" "line" upper
    in
    [ String.length text, String.length swapped, sum, vowels, List.length (String.words text), List.length (String.indexes "VALUE" upper) ]
        |> List.map String.fromInt
        |> String.join " "


line : Int -> String -> String
line n text =
    text ++ "row " ++ String.fromInt n ++ ", value " ++ String.fromFloat (toFloat n / 4) ++ ", " ++ String.fromInt (n * n) ++ ", " ++ String.repeat 3 "ab" ++ "\n"


isVowel : Char -> Bool
isVowel char =
    char == 'A' || char == 'E' || char == 'I' || char == 'O' || char == 'U'

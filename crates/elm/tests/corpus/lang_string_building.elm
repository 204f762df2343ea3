module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map row (List.range 1 3)" (List.map row (List.range 1 3))
        , show "List.map hex [ 0, 15, 16, 255, 3735928559 // 1, 123456 ]" (List.map hex [ 0, 15, 16, 255, 3735928559 // 1, 123456 ])
        , show "String.concat (List.intersperse \"-\" (List.map String.fromInt (List.range 1 5)))" (String.concat (List.intersperse "-" (List.map String.fromInt (List.range 1 5))))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


row : Int -> String
row n =
    String.join " " (List.map (\m -> String.padLeft 3 ' ' (String.fromInt (n * m))) (List.range 1 5))


hex : Int -> String
hex n =
    if n < 16 then
        String.slice n (n + 1) "0123456789abcdef"

    else
        hex (n // 16) ++ hex (modBy 16 n)

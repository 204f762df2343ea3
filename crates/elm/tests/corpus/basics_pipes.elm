module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "3 |> (+) 4" (3 |> (+) 4)
        , show "(+) 4 <| 3" ((+) 4 <| 3)
        , show "List.range 1 10 |> List.filter (\\x -> modBy 2 x == 0) |> List.map ((*) 3) |> List.sum" (List.range 1 10 |> List.filter (\x -> modBy 2 x == 0) |> List.map ((*) 3) |> List.sum)
        , show "String.length <| String.append \"a\" <| \"b\"" (String.length <| String.append "a" <| "b")
        , show "(String.toUpper >> String.reverse) \"abc\"" ((String.toUpper >> String.reverse) "abc")
        , show "(String.toUpper << String.reverse) \"abc\"" ((String.toUpper << String.reverse) "abc")
        , show "[ 1, 2 ] |> List.map (\\x -> x * 2) |> List.reverse" ([ 1, 2 ] |> List.map (\x -> x * 2) |> List.reverse)
        , show "((+) 1 >> (*) 2 >> (-) 10) 3" (((+) 1 >> (*) 2 >> (-) 10) 3)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

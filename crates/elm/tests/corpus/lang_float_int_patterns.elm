module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map f [ 0, -0.0, 0.5, 1 ]" (List.map f [ 0, -0.0, 0.5, 1 ])
        , show "List.map g [ 1000000007, 9007199254740991, 5 ]" (List.map g [ 1000000007, 9007199254740991, 5 ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


f : Float -> String
f x =
    if x == 0 then
        "zero"

    else if x == 0.5 then
        "half"

    else
        "other"


g : Int -> Int
g n =
    case n of
        1000000007 ->
            1

        9007199254740991 ->
            2

        _ ->
            0

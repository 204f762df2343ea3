module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map name [ 1, 2, 3, 4, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377 ]" (List.map name [ 1, 2, 3, 4, 5, 8, 13, 21, 34, 55, 89, 144, 233, 377 ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


name : Int -> String
name n =
    case n of
        1 ->
            "a"

        2 ->
            "b"

        3 ->
            "c"

        5 ->
            "d"

        8 ->
            "e"

        13 ->
            "f"

        21 ->
            "g"

        34 ->
            "h"

        55 ->
            "i"

        89 ->
            "j"

        144 ->
            "k"

        233 ->
            "l"

        _ ->
            "?"

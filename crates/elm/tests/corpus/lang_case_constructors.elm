module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map area [ Circle 2, Rect 2 3, Group [ Circle 1, Rect 1 1 ], Named { name = \"abc\", shape = Empty }, Empty ]" (List.map area [ Circle 2, Rect 2 3, Group [ Circle 1, Rect 1 1 ], Named { name = "abc", shape = Empty }, Empty ])
        , show "List.map deep [ Group [ Circle 1, Rect 2 3 ], Group [ Named { name = \"n\", shape = Empty } ], Group [], Empty ]" (List.map deep [ Group [ Circle 1, Rect 2 3 ], Group [ Named { name = "n", shape = Empty } ], Group [], Empty ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Shape
    = Circle Float
    | Rect Float Float
    | Group (List Shape)
    | Named { name : String, shape : Shape }
    | Empty


area : Shape -> Float
area shape =
    case shape of
        Circle r ->
            3 * r * r

        Rect w h ->
            w * h

        Group shapes ->
            List.sum (List.map area shapes)

        Named { name } ->
            toFloat (String.length name)

        Empty ->
            0


deep : Shape -> String
deep shape =
    case shape of
        Group [ Circle _, Rect _ h ] ->
            "pair " ++ String.fromFloat h

        Group ((Named r) :: _) ->
            r.name

        Group [] ->
            "none"

        _ ->
            "other"

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map next [ Red, Green, Blue ]" (List.map next [ Red, Green, Blue ])
        , show "List.map apply [ Opaque 2 \"a\", Both ( 1, \"b\" ), Fun String.fromInt ]" (List.map apply [ Opaque 2 "a", Both ( 1, "b" ), Fun String.fromInt ])
        , show "Red == Red" (Red == Red)
        , show "Red /= Blue" (Red /= Blue)
        , show "List.map2 Opaque [ 1 ] [ 'x' ]" (List.map2 Opaque [ 1 ] [ 'x' ])
        , show "List.map Both [ ( 1, 2 ) ]" (List.map Both [ ( 1, 2 ) ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Color
    = Red
    | Green
    | Blue


type Opaque a b
    = Opaque a b
    | Both ( a, b )
    | Fun (a -> b)


next : Color -> Color
next color =
    case color of
        Red ->
            Green

        Green ->
            Blue

        Blue ->
            Red


apply : Opaque Int String -> String
apply o =
    case o of
        Opaque n s ->
            String.repeat n s

        Both ( n, s ) ->
            s ++ String.fromInt n

        Fun f ->
            f 7

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map2 f [ True, True, False, False ] [ True, False, True, False ]" (List.map2 f [ True, True, False, False ] [ True, False, True, False ])
        , show "List.map g [ True, False ]" (List.map g [ True, False ])
        , show "List.map h [ LT, EQ, GT ]" (List.map h [ LT, EQ, GT ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


f : Bool -> Bool -> Int
f a b =
    case ( a, b ) of
        ( True, True ) ->
            3

        ( True, False ) ->
            2

        ( False, True ) ->
            1

        ( False, False ) ->
            0


g : Bool -> String
g b =
    case b of
        True ->
            "yes"

        False ->
            "no"


h : Order -> Int
h order =
    case order of
        LT ->
            -1

        EQ ->
            0

        GT ->
            1

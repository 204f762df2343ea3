module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "swap ( 1, 2 )" (swap ( 1, 2 ))
        , show "each negate [ 1, 2 ]" (each negate [ 1, 2 ])
        , show "mapHandler String.length (Handler \"abc\" \"l\")" (mapHandler String.length (Handler "abc" "l"))
        , show "(Handler 1 \"x\").label" (Handler 1 "x").label
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type alias Name =
    String


type alias Pair a =
    ( a, a )


type alias Handler msg =
    { onClick : msg, label : Name }


type alias Transform a b =
    List a -> List b


swap : Pair a -> Pair a
swap ( a, b ) =
    ( b, a )


each : (a -> b) -> Transform a b
each =
    List.map


mapHandler : (a -> b) -> Handler a -> Handler b
mapHandler f h =
    { onClick = f h.onClick, label = h.label }

module Main exposing (output)

import Parser as P exposing ((|.), (|=), Parser)


output : String
output =
    String.join "\n"
        [ show "P.run point \"(1,2)\"" (P.run point "(1,2)")
        , show "P.run point \"( 3.5 , 4\\n)\"" (P.run point "( 3.5 , 4\n)")
        , show "P.run point \"(1,)\"" (P.run point "(1,)")
        , show "P.run point \"(1 2)\"" (P.run point "(1 2)")
        , show "P.run point \"\"" (P.run point "")
        , show "P.run (point |. P.end) \"(1,2)x\"" (P.run (point |. P.end) "(1,2)x")
        , show "P.run (P.map .x point) \"(7,8)\"" (P.run (P.map .x point) "(7,8)")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type alias Point =
    { x : Float, y : Float }


point : Parser Point
point =
    P.succeed Point
        |. P.symbol "("
        |. P.spaces
        |= P.float
        |. P.spaces
        |. P.symbol ","
        |. P.spaces
        |= P.float
        |. P.spaces
        |. P.symbol ")"

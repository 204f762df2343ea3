module Main exposing (output)

import Parser as P


output : String
output =
    String.join "\n"
        [ show "List.map (P.run (list P.Forbidden)) inputs" (List.map (P.run (list P.Forbidden)) inputs)
        , show "List.map (P.run (list P.Optional)) inputs" (List.map (P.run (list P.Optional)) inputs)
        , show "List.map (P.run (list P.Mandatory)) inputs" (List.map (P.run (list P.Mandatory)) inputs)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


list : P.Trailing -> P.Parser (List Int)
list trailing =
    P.sequence { start = "[", separator = ",", end = "]", spaces = P.spaces, item = P.int, trailing = trailing }


inputs : List String
inputs =
    [ "[]", "[ ]", "[1]", "[1,2]", "[ 1 , 2 ]", "[1,]", "[1,,2]", "[1 2]", "[", "[1", "[1,", "[a]" ]

module Main exposing (output)

import Parser as P


output : String
output =
    String.join "\n"
        [ show "P.deadEndsToString []" (P.deadEndsToString [])
        , show "P.deadEndsToString [ { row = 1, col = 2, problem = P.ExpectingInt } ]" (P.deadEndsToString [ { row = 1, col = 2, problem = P.ExpectingInt } ])
        , show "P.run P.int \"x\" |> Result.mapError P.deadEndsToString" (P.run P.int "x" |> Result.mapError P.deadEndsToString)
        , show "[ P.Expecting \"a\", P.ExpectingHex, P.ExpectingEnd, P.UnexpectedChar, P.Problem \"p\", P.BadRepeat ]" [ P.Expecting "a", P.ExpectingHex, P.ExpectingEnd, P.UnexpectedChar, P.Problem "p", P.BadRepeat ]
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)

import Parser as P
import Set


output : String
output =
    String.join "\n"
        [ show "List.map (P.run name) [ \"a\", \"abC_1-\", \"let\", \"lets\", \"A\", \"\", \"1a\" ]" (List.map (P.run name) [ "a", "abC_1-", "let", "lets", "A", "", "1a" ])
        , show "P.run (P.oneOf [ name, P.succeed \"other\" ]) \"let\"" (P.run (P.oneOf [ name, P.succeed "other" ]) "let")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


name : P.Parser String
name =
    P.variable { start = Char.isLower, inner = \c -> Char.isAlphaNum c || c == '_', reserved = Set.fromList [ "let", "in" ] }

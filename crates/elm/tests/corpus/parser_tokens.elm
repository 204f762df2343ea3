module Main exposing (output)

import Parser as P


output : String
output =
    String.join "\n"
        [ show "P.run (P.symbol \"[\") \"[1\"" (P.run (P.symbol "[") "[1")
        , show "P.run (P.symbol \"[\") \"1\"" (P.run (P.symbol "[") "1")
        , show "List.map (P.run (P.keyword \"let\")) [ \"let\", \"let x\", \"letter\", \"let_\", \"let1\", \"le\", \"let-\" ]" (List.map (P.run (P.keyword "let")) [ "let", "let x", "letter", "let_", "let1", "le", "let-" ])
        , show "P.run (P.token \"ab\") \"abc\"" (P.run (P.token "ab") "abc")
        , show "P.run (P.token \"\") \"abc\"" (P.run (P.token "") "abc")
        , show "P.run P.end \"\"" (P.run P.end "")
        , show "P.run P.end \"x\"" (P.run P.end "x")
        , show "P.run (P.problem \"nope\") \"\"" (P.run (P.problem "nope") "")
        , show "P.run (P.succeed 1) \"anything\"" (P.run (P.succeed 1) "anything")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

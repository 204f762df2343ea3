module Main exposing (output)

import Parser as P exposing ((|.), (|=))


output : String
output =
    String.join "\n"
        [ show "P.run (P.oneOf [ P.symbol \"a\", P.symbol \"b\" ]) \"b\"" (P.run (P.oneOf [ P.symbol "a", P.symbol "b" ]) "b")
        , show "P.run (P.oneOf [ P.symbol \"a\", P.symbol \"b\" ]) \"c\"" (P.run (P.oneOf [ P.symbol "a", P.symbol "b" ]) "c")
        , show "P.run (P.oneOf []) \"c\"" (P.run (P.oneOf []) "c")
        , show "P.run (P.oneOf [ P.symbol \"a\" |. P.symbol \"b\", P.symbol \"a\" |. P.symbol \"c\" ]) \"ac\"" (P.run (P.oneOf [ P.symbol "a" |. P.symbol "b", P.symbol "a" |. P.symbol "c" ]) "ac")
        , show "P.run (P.oneOf [ P.backtrackable (P.symbol \"a\" |. P.symbol \"b\"), P.symbol \"a\" |. P.symbol \"c\" ]) \"ac\"" (P.run (P.oneOf [ P.backtrackable (P.symbol "a" |. P.symbol "b"), P.symbol "a" |. P.symbol "c" ]) "ac")
        , show "P.run (P.oneOf [ P.commit () |. P.symbol \"b\", P.symbol \"a\" ]) \"a\"" (P.run (P.oneOf [ P.commit () |. P.symbol "b", P.symbol "a" ]) "a")
        , show "P.run (P.oneOf [ P.problem \"x\", P.problem \"y\", P.succeed () ]) \"\"" (P.run (P.oneOf [ P.problem "x", P.problem "y", P.succeed () ]) "")
        , show "P.run (P.andThen (\\n -> if n > 3 then P.problem \"big\" else P.succeed n) P.int) \"5\""
            (P.run
                (P.andThen
                    (\n ->
                        if n > 3 then
                            P.problem "big"

                        else
                            P.succeed n
                    )
                    P.int
                )
                "5"
            )
        , show "P.run (P.succeed Tuple.pair |= P.int |= P.getOffset) \"123\"" (P.run (P.succeed Tuple.pair |= P.int |= P.getOffset) "123")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

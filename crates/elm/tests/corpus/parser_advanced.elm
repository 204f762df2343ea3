module Main exposing (output)

import Parser.Advanced as A exposing ((|.), (|=))


output : String
output =
    String.join "\n"
        [ show "A.run list \"[(1,2);(3,4)]\"" (A.run list "[(1,2);(3,4)]")
        , show "A.run list \"[(1,2);]\"" (A.run list "[(1,2);]")
        , show "A.run list \"[(1,x)]\"" (A.run list "[(1,x)]")
        , show "A.run list \"[(1,2.5)]\"" (A.run list "[(1,2.5)]")
        , show "A.run list \"[(1,2) (3,4)]\"" (A.run list "[(1,2) (3,4)]")
        , show "A.run list \"x\"" (A.run list "x")
        , show "A.run (A.keyword (A.Token \"in\" (Missing \"in\"))) \"into\"" (A.run (A.keyword (A.Token "in" (Missing "in"))) "into")
        , show "A.run (A.end (Missing \"end\")) \"x\"" (A.run (A.end (Missing "end")) "x")
        , show "A.run (A.oneOf [ A.problem BadNumber, A.problem (Missing \"a\") ]) \"\"" (A.run (A.oneOf [ A.problem BadNumber, A.problem (Missing "a") ]) "")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Problem
    = Missing String
    | BadNumber


type Context
    = InList
    | InPair Int


pair : A.Parser Context Problem ( Int, Int )
pair =
    A.inContext (InPair 2)
        (A.succeed Tuple.pair
            |. A.symbol (A.Token "(" (Missing "("))
            |= A.int (Missing "int") BadNumber
            |. A.token (A.Token "," (Missing ","))
            |= A.int (Missing "int") BadNumber
            |. A.symbol (A.Token ")" (Missing ")"))
        )


list : A.Parser Context Problem (List ( Int, Int ))
list =
    A.inContext InList
        (A.sequence
            { start = A.Token "[" (Missing "[")
            , separator = A.Token ";" (Missing ";")
            , end = A.Token "]" (Missing "]")
            , spaces = A.spaces
            , item = pair
            , trailing = A.Optional
            }
        )

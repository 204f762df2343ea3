module Main exposing (output)

import Parser as P exposing ((|.), (|=))


output : String
output =
    String.join "\n"
        [ show "P.run (position (P.succeed ())) \"abc\"" (P.run (position (P.succeed ())) "abc")
        , show "P.run (position (P.token \"ab\\nc\")) \"ab\\ncd\"" (P.run (position (P.token "ab\nc")) "ab\ncd")
        , show "P.run (position (P.chompWhile (always True))) \"😀é\\n\\nx\"" (P.run (position (P.chompWhile (always True))) "😀é\n\nx")
        , show "P.run (position (P.chompUntil \"x\")) \"a\\nbx\"" (P.run (position (P.chompUntil "x")) "a\nbx")
        , show "P.run (position (P.lineComment \"--\")) \"-- a\\nb\"" (P.run (position (P.lineComment "--")) "-- a\nb")
        , show "P.run (position P.spaces) \" \\n  \\u{000D}\\n x\"" (P.run (position P.spaces) " \n  \u{000D}\n x")
        , show "P.run P.getSource \"abc\"" (P.run P.getSource "abc")
        , show "P.run (P.succeed Tuple.pair |= P.withIndent 4 P.getIndent |= P.getIndent) \"\"" (P.run (P.succeed Tuple.pair |= P.withIndent 4 P.getIndent |= P.getIndent) "")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


position : P.Parser ignore -> P.Parser ( ( Int, Int ), ( Int, Int ), Int )
position parser =
    P.succeed (\p row col offset -> ( p, ( row, col ), offset ))
        |. parser
        |= P.getPosition
        |= P.getRow
        |= P.getCol
        |= P.getOffset

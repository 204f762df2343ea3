module Main exposing (output)

import Parser as P exposing ((|.), (|=))


output : String
output =
    String.join "\n"
        [ show "P.run (P.getChompedString (P.chompWhile Char.isAlpha)) \"abc1\"" (P.run (P.getChompedString (P.chompWhile Char.isAlpha)) "abc1")
        , show "P.run (P.getChompedString (P.chompWhile Char.isDigit)) \"abc1\"" (P.run (P.getChompedString (P.chompWhile Char.isDigit)) "abc1")
        , show "P.run (P.getChompedString (P.chompIf Char.isAlpha)) \"abc\"" (P.run (P.getChompedString (P.chompIf Char.isAlpha)) "abc")
        , show "P.run (P.chompIf Char.isDigit) \"abc\"" (P.run (P.chompIf Char.isDigit) "abc")
        , show "P.run (P.chompIf (always True)) \"\"" (P.run (P.chompIf (always True)) "")
        , show "P.run (P.getChompedString (P.chompUntil \"*/\")) \"a\\nb*/c\"" (P.run (P.getChompedString (P.chompUntil "*/")) "a\nb*/c")
        , show "P.run (P.chompUntil \"*/\") \"a\\nb\"" (P.run (P.chompUntil "*/") "a\nb")
        , show "P.run (P.getChompedString (P.chompUntilEndOr \"*/\")) \"ab\"" (P.run (P.getChompedString (P.chompUntilEndOr "*/")) "ab")
        , show "P.run (P.getChompedString (P.chompUntilEndOr \"*/\")) \"ab*/\"" (P.run (P.getChompedString (P.chompUntilEndOr "*/")) "ab*/")
        , show "P.run (P.mapChompedString (\\s n -> ( s, n )) P.int) \"42x\"" (P.run (P.mapChompedString (\s n -> ( s, n )) P.int) "42x")
        , show "P.run (P.getChompedString (P.chompWhile (\\c -> c /= 'x'))) \"é😀\\nx\"" (P.run (P.getChompedString (P.chompWhile (\c -> c /= 'x'))) "é😀\nx")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

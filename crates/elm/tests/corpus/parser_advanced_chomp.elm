module Main exposing (output)

import Parser.Advanced as A exposing ((|.), (|=))


output : String
output =
    String.join "\n"
        [ show "run (A.chompIf Char.isAlpha \"alpha\") \"a1\"" (run (A.chompIf Char.isAlpha "alpha") "a1")
        , show "run (A.chompIf Char.isAlpha \"alpha\") \"1\"" (run (A.chompIf Char.isAlpha "alpha") "1")
        , show "run (A.chompWhile Char.isAlpha) \"ab1\"" (run (A.chompWhile Char.isAlpha) "ab1")
        , show "run (A.getChompedString (A.chompWhile (\\c -> c /= '.'))) \"x\\ny.\"" (run (A.getChompedString (A.chompWhile (\c -> c /= '.'))) "x\ny.")
        , show "run (A.getChompedString (A.chompUntil (A.Token \"END\" \"end\"))) \"abEND\"" (run (A.getChompedString (A.chompUntil (A.Token "END" "end"))) "abEND")
        , show "run (A.chompUntil (A.Token \"END\" \"end\")) \"ab\\nc\"" (run (A.chompUntil (A.Token "END" "end")) "ab\nc")
        , show "run (A.chompUntilEndOr \"END\") \"ab\"" (run (A.chompUntilEndOr "END") "ab")
        , show "run (A.mapChompedString (\\s () -> String.length s) (A.chompWhile (always True))) \"é😀\"" (run (A.mapChompedString (\s () -> String.length s) (A.chompWhile (always True))) "é😀")
        , show "run (A.lineComment (A.Token \"#\" \"hash\")) \"# a\\nb\"" (run (A.lineComment (A.Token "#" "hash")) "# a\nb")
        , show "run (A.multiComment (A.Token \"(*\" \"open\") (A.Token \"*)\" \"close\") A.Nestable) \"(* (* *) *)x\"" (run (A.multiComment (A.Token "(*" "open") (A.Token "*)" "close") A.Nestable) "(* (* *) *)x")
        , show "run (A.multiComment (A.Token \"(*\" \"open\") (A.Token \"*)\" \"close\") A.NotNestable) \"(* a\"" (run (A.multiComment (A.Token "(*" "open") (A.Token "*)" "close") A.NotNestable) "(* a")
        , show "run A.spaces \"  \\nx\"" (run A.spaces "  \nx")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


run : A.Parser Never String a -> String -> String
run parser text =
    case A.run (A.succeed (\a offset position -> ( a, offset, position )) |= parser |= A.getOffset |= A.getPosition) text of
        Ok ok ->
            Debug.toString ok

        Err deadEnds ->
            String.join "; " (List.map (\d -> d.problem ++ "@" ++ String.fromInt d.row ++ ":" ++ String.fromInt d.col) deadEnds)

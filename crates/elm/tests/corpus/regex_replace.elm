module Main exposing (output)

import Regex


output : String
output =
    String.join "\n"
        [ show "Regex.replace (rx \"[aeiou]\") (\\_ -> \"\") \"The quick brown fox\"" (Regex.replace (rx "[aeiou]") (\_ -> "") "The quick brown fox")
        , show "Regex.replace (rx \"\\\\w+\") (.match >> String.reverse) \"deliver mined parts\"" (Regex.replace (rx "\\w+") (.match >> String.reverse) "deliver mined parts")
        , show "Regex.replace (rx \"a\") (\\m -> String.fromInt m.number ++ \"@\" ++ String.fromInt m.index) \"aba\"" (Regex.replace (rx "a") (\m -> String.fromInt m.number ++ "@" ++ String.fromInt m.index) "aba")
        , show "Regex.replaceAtMost 1 (rx \"a\") (\\_ -> \"x\") \"banana\"" (Regex.replaceAtMost 1 (rx "a") (\_ -> "x") "banana")
        , show "Regex.replaceAtMost 0 (rx \"a\") (\\_ -> \"x\") \"banana\"" (Regex.replaceAtMost 0 (rx "a") (\_ -> "x") "banana")
        , show "Regex.replace (rx \"\") (\\_ -> \"-\") \"abc\"" (Regex.replace (rx "") (\_ -> "-") "abc")
        , show "Regex.replace (rx \"x*\") (\\m -> \"<\" ++ m.match ++ \">\") \"axxb\"" (Regex.replace (rx "x*") (\m -> "<" ++ m.match ++ ">") "axxb")
        , show "Regex.replace (rx \"(\\\\d+)-(\\\\d+)\") (\\m -> String.join \"+\" (List.filterMap identity m.submatches)) \"1-2 30-40\"" (Regex.replace (rx "(\\d+)-(\\d+)") (\m -> String.join "+" (List.filterMap identity m.submatches)) "1-2 30-40")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


rx : String -> Regex.Regex
rx text =
    Maybe.withDefault Regex.never (Regex.fromString text)

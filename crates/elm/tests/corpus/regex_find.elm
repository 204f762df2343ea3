module Main exposing (output)

import Regex


output : String
output =
    String.join "\n"
        [ show "Regex.find (rx \"a\") \"banana\"" (Regex.find (rx "a") "banana")
        , show "Regex.find (rx \"(a)|(b)(c)?\") \"abc\"" (Regex.find (rx "(a)|(b)(c)?") "abc")
        , show "List.map .match (Regex.find (rx \"\\\\w+\") \"one two  three\")" (List.map .match (Regex.find (rx "\\w+") "one two  three"))
        , show "List.map .match (Regex.findAtMost 2 (rx \"\\\\d\") \"1a2b3\")" (List.map .match (Regex.findAtMost 2 (rx "\\d") "1a2b3"))
        , show "Regex.findAtMost 0 (rx \"a\") \"a\"" (Regex.findAtMost 0 (rx "a") "a")
        , show "List.map .index (Regex.find (rx \"b*\") \"abb\")" (List.map .index (Regex.find (rx "b*") "abb"))
        , show "List.map .match (Regex.find (rx \"a+?\") \"aaa\")" (List.map .match (Regex.find (rx "a+?") "aaa"))
        , show "List.map .match (Regex.find (rx \"(.)\\\\1\") \"aabbc\")" (List.map .match (Regex.find (rx "(.)\\1") "aabbc"))
        , show "List.map .match (Regex.find (rx \"x(?=y)\") \"xyxz\")" (List.map .match (Regex.find (rx "x(?=y)") "xyxz"))
        , show "Regex.find Regex.never \"abc\"" (Regex.find Regex.never "abc")
        , show "Regex.contains (rx \"^a.c$\") \"abc\"" (Regex.contains (rx "^a.c$") "abc")
        , show "Regex.contains (rx \"^b\") \"abc\"" (Regex.contains (rx "^b") "abc")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


rx : String -> Regex.Regex
rx text =
    Maybe.withDefault Regex.never (Regex.fromString text)

module Main exposing (output)

import Regex


output : String
output =
    String.join "\n"
        [ show "Regex.splitAtMost 5 (rx \"\") \"abc\"" (Regex.splitAtMost 5 (rx "") "abc")
        , show "Regex.splitAtMost 3 (rx \"x*\") \"axxb\"" (Regex.splitAtMost 3 (rx "x*") "axxb")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


rx : String -> Regex.Regex
rx text =
    Maybe.withDefault Regex.never (Regex.fromString text)

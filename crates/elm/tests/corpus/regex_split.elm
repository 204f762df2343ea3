module Main exposing (output)

import Regex


output : String
output =
    String.join "\n"
        [ show "Regex.split (rx \" *, *\") \"tom,99, 90 ,85\"" (Regex.split (rx " *, *") "tom,99, 90 ,85")
        , show "Regex.split (rx \",\") \"\"" (Regex.split (rx ",") "")
        , show "Regex.split (rx \",\") \",a,\"" (Regex.split (rx ",") ",a,")
        , show "Regex.splitAtMost 1 (rx \",\") \"a,b,c\"" (Regex.splitAtMost 1 (rx ",") "a,b,c")
        , show "Regex.splitAtMost 0 (rx \",\") \"a,b,c\"" (Regex.splitAtMost 0 (rx ",") "a,b,c")
        , show "Regex.split (rx \"(,)\") \"a,b\"" (Regex.split (rx "(,)") "a,b")
        , show "Regex.split Regex.never \"abc\"" (Regex.split Regex.never "abc")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


rx : String -> Regex.Regex
rx text =
    Maybe.withDefault Regex.never (Regex.fromString text)

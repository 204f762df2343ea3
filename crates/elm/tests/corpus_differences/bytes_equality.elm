module Main exposing (output)

import Bytes
import Bytes.Encode as E


output : String
output =
    String.join "\n"
        [ show "E.encode (E.string \"a\") == E.encode (E.string \"b\")" (E.encode (E.string "a") == E.encode (E.string "b"))
        , show "E.encode (E.string \"a\") == E.encode (E.string \"a\")" (E.encode (E.string "a") == E.encode (E.string "a"))
        , show "E.encode (E.string \"a\") == E.encode (E.string \"ab\")" (E.encode (E.string "a") == E.encode (E.string "ab"))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

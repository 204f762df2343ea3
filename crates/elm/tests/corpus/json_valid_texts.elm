module Main exposing (output)

import Json.Decode as D
import Json.Encode as E


output : String
output =
    String.join "\n"
        [ show "canonical \" [ 1 , 2 ] \"" (canonical " [ 1 , 2 ] ")
        , show "canonical \"1.0\"" (canonical "1.0")
        , show "canonical \"-0\"" (canonical "-0")
        , show "canonical \"1E5\"" (canonical "1E5")
        , show "canonical \"1e-10\"" (canonical "1e-10")
        , show "canonical \"123456789012345678901234567890\"" (canonical "123456789012345678901234567890")
        , show "canonical \"0.1e1\"" (canonical "0.1e1")
        , show "canonical \"\\\"\\\\b\\\\f\\\\n\\\\r\\\\t\\\\\\\"\\\\\\\\\\\\/\\\"\"" (canonical "\"\\b\\f\\n\\r\\t\\\"\\\\\\/\"")
        , show "canonical \"{\\\"a\\\":{\\\"b\\\":[{}]}}\"" (canonical "{\"a\":{\"b\":[{}]}}")
        , show "canonical \"\\\"\\\\ud83d\\\\ude00\\\"\"" (canonical "\"\\ud83d\\ude00\"")
        , show "canonical \"[null,true,false]\"" (canonical "[null,true,false]")
        , show "canonical \"{\\\"b\\\":1,\\\"a\\\":2,\\\"1\\\":3}\"" (canonical "{\"b\":1,\"a\":2,\"1\":3}")
        , show "canonical \"\\t\\n 5 \"" (canonical "\t\n 5 ")
        , show "canonical \"\\u{00A0}5\"" (canonical "\u{00A0}5")
        , show "canonical \"1e400\"" (canonical "1e400")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


canonical : String -> String
canonical text =
    case D.decodeString D.value text of
        Ok value ->
            E.encode 0 value

        Err _ ->
            "invalid"

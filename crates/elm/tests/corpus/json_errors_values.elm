module Main exposing (output)

import Json.Decode as D


output : String
output =
    String.join "\n"
        [ show "D.decodeString D.int \"\\\"a\\\"\"" (D.decodeString D.int "\"a\"")
        , show "D.decodeString (D.field \"x\" D.int) \"{}\"" (D.decodeString (D.field "x" D.int) "{}")
        , show "D.decodeString (D.list D.int) \"[true]\"" (D.decodeString (D.list D.int) "[true]")
        , show "D.decodeString (D.oneOf [ D.int, D.index 1 D.int ]) \"[1]\"" (D.decodeString (D.oneOf [ D.int, D.index 1 D.int ]) "[1]")
        , show "D.decodeString (D.field \"a\" (D.list (D.oneOf [ D.int ]))) \"{\\\"a\\\":[\\\"\\\"]}\"" (D.decodeString (D.field "a" (D.list (D.oneOf [ D.int ]))) "{\"a\":[\"\"]}")
        , show "D.decodeString (D.andThen (\\n -> D.fail (\"no \" ++ String.fromInt n)) D.int) \"4\"" (D.decodeString (D.andThen (\n -> D.fail ("no " ++ String.fromInt n)) D.int) "4")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

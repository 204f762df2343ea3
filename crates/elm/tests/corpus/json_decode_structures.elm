module Main exposing (output)

import Json.Decode as D


output : String
output =
    String.join "\n"
        [ show "D.decodeString (D.list D.int) \"[1,2,3]\"" (D.decodeString (D.list D.int) "[1,2,3]")
        , show "D.decodeString (D.list D.int) \"[]\"" (D.decodeString (D.list D.int) "[]")
        , show "D.decodeString (D.array D.string) \"[\\\"a\\\"]\"" (D.decodeString (D.array D.string) "[\"a\"]")
        , show "D.decodeString (D.dict D.int) \"{\\\"b\\\":2,\\\"a\\\":1}\"" (D.decodeString (D.dict D.int) "{\"b\":2,\"a\":1}")
        , show "D.decodeString (D.keyValuePairs D.int) \"{\\\"b\\\":2,\\\"a\\\":1,\\\"10\\\":3,\\\"9\\\":4}\"" (D.decodeString (D.keyValuePairs D.int) "{\"b\":2,\"a\":1,\"10\":3,\"9\":4}")
        , show "D.decodeString (D.keyValuePairs D.int) \"{\\\"a\\\":1,\\\"b\\\":2,\\\"a\\\":3}\"" (D.decodeString (D.keyValuePairs D.int) "{\"a\":1,\"b\":2,\"a\":3}")
        , show "D.decodeString (D.oneOrMore (::) D.int) \"[1,2]\"" (D.decodeString (D.oneOrMore (::) D.int) "[1,2]")
        , show "D.decodeString (D.list (D.list D.int)) \"[[1],[],[2,3]]\"" (D.decodeString (D.list (D.list D.int)) "[[1],[],[2,3]]")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)

import Json.Decode as D


output : String
output =
    String.join "\n"
        [ show "D.decodeString (D.field \"x\" D.int) \"{\\\"x\\\":1,\\\"y\\\":2}\"" (D.decodeString (D.field "x" D.int) "{\"x\":1,\"y\":2}")
        , show "D.decodeString (D.at [ \"a\", \"b\" ] D.string) \"{\\\"a\\\":{\\\"b\\\":\\\"deep\\\"}}\"" (D.decodeString (D.at [ "a", "b" ] D.string) "{\"a\":{\"b\":\"deep\"}}")
        , show "D.decodeString (D.at [] D.int) \"3\"" (D.decodeString (D.at [] D.int) "3")
        , show "D.decodeString (D.index 1 D.int) \"[1,2]\"" (D.decodeString (D.index 1 D.int) "[1,2]")
        , show "D.decodeString (D.field \"x\" (D.nullable D.int)) \"{\\\"x\\\":null}\"" (D.decodeString (D.field "x" (D.nullable D.int)) "{\"x\":null}")
        , show "D.decodeString (D.maybe (D.field \"x\" D.int)) \"{\\\"y\\\":1}\"" (D.decodeString (D.maybe (D.field "x" D.int)) "{\"y\":1}")
        , show "D.decodeString (D.field \"x\" (D.maybe D.int)) \"{\\\"x\\\":\\\"s\\\"}\"" (D.decodeString (D.field "x" (D.maybe D.int)) "{\"x\":\"s\"}")
        , show "D.decodeString (D.field \"\" D.int) \"{\\\"\\\":1}\"" (D.decodeString (D.field "" D.int) "{\"\":1}")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

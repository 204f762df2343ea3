module Main exposing (output)

import Json.Decode as D


output : String
output =
    String.join "\n"
        [ show "err (D.field \"x\" D.int) \"{\\\"x\\\":\\\"a\\\"}\"" (err (D.field "x" D.int) "{\"x\":\"a\"}")
        , show "err (D.field \"x\" D.int) \"{\\\"y\\\":1}\"" (err (D.field "x" D.int) "{\"y\":1}")
        , show "err (D.field \"x\" D.int) \"[]\"" (err (D.field "x" D.int) "[]")
        , show "err (D.field \"x\" D.int) \"null\"" (err (D.field "x" D.int) "null")
        , show "err (D.at [ \"a\", \"b c\", \"1\", \"é\", \"a_b\", \"A9\" ] D.int) \"{\\\"a\\\":{\\\"b c\\\":{\\\"1\\\":{\\\"é\\\":{\\\"a_b\\\":{\\\"A9\\\":true}}}}}}\"" (err (D.at [ "a", "b c", "1", "é", "a_b", "A9" ] D.int) "{\"a\":{\"b c\":{\"1\":{\"é\":{\"a_b\":{\"A9\":true}}}}}}")
        , show "err (D.list (D.field \"n\" D.int)) \"[{\\\"n\\\":1},{\\\"n\\\":null}]\"" (err (D.list (D.field "n" D.int)) "[{\"n\":1},{\"n\":null}]")
        , show "err (D.index 2 D.int) \"[1]\"" (err (D.index 2 D.int) "[1]")
        , show "err (D.index 0 D.int) \"[\\\"x\\\"]\"" (err (D.index 0 D.int) "[\"x\"]")
        , show "err (D.index 0 D.int) \"{}\"" (err (D.index 0 D.int) "{}")
        , show "err (D.dict D.int) \"{\\\"a\\\":1,\\\"b\\\":[]}\"" (err (D.dict D.int) "{\"a\":1,\"b\":[]}")
        , show "err (D.map2 Tuple.pair (D.field \"a\" D.int) (D.field \"b\" D.int)) \"{}\"" (err (D.map2 Tuple.pair (D.field "a" D.int) (D.field "b" D.int)) "{}")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


err : D.Decoder a -> String -> String
err decoder text =
    case D.decodeString decoder text of
        Ok _ ->
            "Ok"

        Err e ->
            D.errorToString e

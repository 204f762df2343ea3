module Main exposing (output)

import Json.Decode as D


output : String
output =
    String.join "\n"
        [ show "err (D.oneOf [ D.int, D.map String.length D.string ]) \"true\"" (err (D.oneOf [ D.int, D.map String.length D.string ]) "true")
        , show "err (D.oneOf []) \"1\"" (err (D.oneOf []) "1")
        , show "err (D.field \"a\" (D.oneOf [])) \"{\\\"a\\\":1}\"" (err (D.field "a" (D.oneOf [])) "{\"a\":1}")
        , show "err (D.oneOf [ D.int ]) \"[]\"" (err (D.oneOf [ D.int ]) "[]")
        , show "err (D.field \"a\" (D.oneOf [ D.field \"b\" D.int, D.index 0 D.int ])) \"{\\\"a\\\":{\\\"b\\\":\\\"x\\\"}}\"" (err (D.field "a" (D.oneOf [ D.field "b" D.int, D.index 0 D.int ])) "{\"a\":{\"b\":\"x\"}}")
        , show "err (D.oneOf [ D.oneOf [ D.int, D.fail \"one\" ], D.fail \"two\" ]) \"{\\\"k\\\":[1]}\"" (err (D.oneOf [ D.oneOf [ D.int, D.fail "one" ], D.fail "two" ]) "{\"k\":[1]}")
        , show "err (D.nullable D.int) \"\\\"x\\\"\"" (err (D.nullable D.int) "\"x\"")
        , show "err (D.list (D.nullable D.int)) \"[1,null,\\\"x\\\"]\"" (err (D.list (D.nullable D.int)) "[1,null,\"x\"]")
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

module Main exposing (output)

import Json.Decode as D


output : String
output =
    String.join "\n"
        [ show "err D.int \"\\\"a\\\"\"" (err D.int "\"a\"")
        , show "err D.int \"1.5\"" (err D.int "1.5")
        , show "err D.string \"1\"" (err D.string "1")
        , show "err D.bool \"null\"" (err D.bool "null")
        , show "err D.float \"[]\"" (err D.float "[]")
        , show "err (D.null 0) \"{}\"" (err (D.null 0) "{}")
        , show "err (D.list D.int) \"3\"" (err (D.list D.int) "3")
        , show "err (D.array D.int) \"{\\\"a\\\":1}\"" (err (D.array D.int) "{\"a\":1}")
        , show "err (D.dict D.int) \"[1]\"" (err (D.dict D.int) "[1]")
        , show "err (D.keyValuePairs D.int) \"null\"" (err (D.keyValuePairs D.int) "null")
        , show "err (D.oneOrMore (::) D.int) \"[]\"" (err (D.oneOrMore (::) D.int) "[]")
        , show "err (D.oneOrMore (::) D.int) \"1\"" (err (D.oneOrMore (::) D.int) "1")
        , show "err (D.fail \"custom\\nlines\") \"1\"" (err (D.fail "custom\nlines") "1")
        , show "err D.int \"1e400\"" (err D.int "1e400")
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

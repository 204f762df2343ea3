module Main exposing (output)

import Json.Decode as D


output : String
output =
    String.join "\n"
        [ show "err \"\"" (err "")
        , show "err \"{\"" (err "{")
        , show "err \"[\"" (err "[")
        , show "err \"[1,\"" (err "[1,")
        , show "err \"[1 2]\"" (err "[1 2]")
        , show "err \"abc\"" (err "abc")
        , show "err \"{\\\"a\\\" 1}\"" (err "{\"a\" 1}")
        , show "err \"{\\\"a\\\":1,}\"" (err "{\"a\":1,}")
        , show "err \"{a:1}\"" (err "{a:1}")
        , show "err \"\\\"abc\"" (err "\"abc")
        , show "err \"\\\"a\\nb\\\"\"" (err "\"a\nb\"")
        , show "err \"\\\"\\\\x\\\"\"" (err "\"\\x\"")
        , show "err \"01\"" (err "01")
        , show "err \"1.\"" (err "1.")
        , show "err \"-\"" (err "-")
        , show "err \"1e\"" (err "1e")
        , show "err \"tru\"" (err "tru")
        , show "err \"nulll\"" (err "nulll")
        , show "err \"[1]]\"" (err "[1]]")
        , show "err \"'a'\"" (err "'a'")
        , show "err \"\\u{FEFF}1\"" (err "\u{FEFF}1")
        , show "err \"NaN\"" (err "NaN")
        , show "err \"\\\"\\\\u12\\\"\"" (err "\"\\u12\"")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


err : String -> String
err text =
    case D.decodeString D.value text of
        Ok _ ->
            "Ok"

        Err e ->
            D.errorToString e

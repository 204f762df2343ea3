module Main exposing (output)

import Json.Decode as D


output : String
output =
    String.join "\n"
        [ show "D.decodeString (D.list intOrLength) \"[1,\\\"abc\\\",null]\"" (D.decodeString (D.list intOrLength) "[1,\"abc\",null]")
        , show "D.decodeString intOrLength \"5\"" (D.decodeString intOrLength "5")
        , show "D.decodeString (D.succeed 1) \"[]\"" (D.decodeString (D.succeed 1) "[]")
        , show "D.decodeString (D.andThen (\\n -> if n > 0 then D.succeed n else D.fail \"small\") D.int) \"3\""
            (D.decodeString
                (D.andThen
                    (\n ->
                        if n > 0 then
                            D.succeed n

                        else
                            D.fail "small"
                    )
                    D.int
                )
                "3"
            )
        , show "D.decodeString (D.list (D.maybe D.int)) \"[1,\\\"a\\\",2.5]\"" (D.decodeString (D.list (D.maybe D.int)) "[1,\"a\",2.5]")
        , show "D.decodeString (D.map (\\_ -> \"any\") D.value) \"{}\"" (D.decodeString (D.map (\_ -> "any") D.value) "{}")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


intOrLength : D.Decoder Int
intOrLength =
    D.oneOf [ D.int, D.map String.length D.string, D.null -1 ]

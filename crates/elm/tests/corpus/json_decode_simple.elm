module Main exposing (output)

import Json.Decode as D


output : String
output =
    String.join "\n"
        [ show "D.decodeString D.int \"42\"" (D.decodeString D.int "42")
        , show "D.decodeString D.int \"-0\"" (D.decodeString D.int "-0")
        , show "D.decodeString D.int \"1.0\"" (D.decodeString D.int "1.0")
        , show "D.decodeString D.int \"1e3\"" (D.decodeString D.int "1e3")
        , show "D.decodeString D.int \"9007199254740993\"" (D.decodeString D.int "9007199254740993")
        , show "D.decodeString D.float \"1.5\"" (D.decodeString D.float "1.5")
        , show "D.decodeString D.float \"3\"" (D.decodeString D.float "3")
        , show "D.decodeString D.string \"\\\"a\\\\u00e9\\\\n\\\\ud83d\\\\ude00\\\"\"" (D.decodeString D.string "\"a\\u00e9\\n\\ud83d\\ude00\"")
        , show "D.decodeString D.bool \"true\"" (D.decodeString D.bool "true")
        , show "D.decodeString (D.null 7) \"null\"" (D.decodeString (D.null 7) "null")
        , show "D.decodeString (D.nullable D.int) \"null\"" (D.decodeString (D.nullable D.int) "null")
        , show "D.decodeString (D.nullable D.int) \"5\"" (D.decodeString (D.nullable D.int) "5")
        , show "D.decodeString D.int \"  5\\n\"" (D.decodeString D.int "  5\n")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

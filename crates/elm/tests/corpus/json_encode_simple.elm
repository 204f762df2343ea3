module Main exposing (output)

import Json.Encode as E


output : String
output =
    String.join "\n"
        [ show "E.encode 0 (E.string \"a\\\"\\\\\\n\\t\\u{0000}é😀/\")" (E.encode 0 (E.string "a\"\\\n\t\u{0000}é😀/"))
        , show "E.encode 0 (E.int 5)" (E.encode 0 (E.int 5))
        , show "E.encode 0 (E.int -0)" (E.encode 0 (E.int 0))
        , show "E.encode 0 (E.float 1.5)" (E.encode 0 (E.float 1.5))
        , show "E.encode 0 (E.float 1.0e21)" (E.encode 0 (E.float 1.0e21))
        , show "E.encode 0 (E.float 1.0e-7)" (E.encode 0 (E.float 1.0e-7))
        , show "E.encode 0 (E.float (0 / 0))" (E.encode 0 (E.float (0 / 0)))
        , show "E.encode 0 (E.float (1 / 0))" (E.encode 0 (E.float (1 / 0)))
        , show "E.encode 0 (E.float -0.0)" (E.encode 0 (E.float -0.0))
        , show "E.encode 0 (E.bool True)" (E.encode 0 (E.bool True))
        , show "E.encode 0 E.null" (E.encode 0 E.null)
        , show "E.encode 0 (E.string \"\\u{2028}\\u{007F}\\u{001F}\")" (E.encode 0 (E.string "\u{2028}\u{007F}\u{001F}"))
        , show "E.encode 0 (E.int (2 ^ 60))" (E.encode 0 (E.int (2 ^ 60)))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

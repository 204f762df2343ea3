module Main exposing (output)

import Json.Decode as D
import Json.Encode as E


output : String
output =
    String.join "\n"
        [ show "E.encode 0 (E.object [ ( \"__proto__\", E.int 1 ), ( \"a\", E.int 2 ) ])" (E.encode 0 (E.object [ ( "__proto__", E.int 1 ), ( "a", E.int 2 ) ]))
        , show "E.encode 0 (E.object [ ( \"__proto__\", E.object [ ( \"b\", E.int 3 ) ] ) ])" (E.encode 0 (E.object [ ( "__proto__", E.object [ ( "b", E.int 3 ) ] ) ]))
        , show "D.decodeString (D.keyValuePairs D.int) \"{\\\"__proto__\\\":1,\\\"a\\\":2}\" |> Result.toMaybe" (D.decodeString (D.keyValuePairs D.int) "{\"__proto__\":1,\"a\":2}" |> Result.toMaybe)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

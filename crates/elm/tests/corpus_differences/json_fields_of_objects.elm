module Main exposing (output)

import Json.Decode as D


output : String
output =
    String.join "\n"
        [ show "D.decodeString (D.map (always ()) (D.field \"toString\" D.value)) \"{}\" |> Result.toMaybe" (D.decodeString (D.map (always ()) (D.field "toString" D.value)) "{}" |> Result.toMaybe)
        , show "D.decodeString (D.map (always ()) (D.field \"constructor\" D.value)) \"{\\\"a\\\":1}\" |> Result.toMaybe" (D.decodeString (D.map (always ()) (D.field "constructor" D.value)) "{\"a\":1}" |> Result.toMaybe)
        , show "D.decodeString (D.field \"length\" D.int) \"[1,2]\" |> Result.toMaybe" (D.decodeString (D.field "length" D.int) "[1,2]" |> Result.toMaybe)
        , show "D.decodeString (D.field \"0\" D.int) \"[1,2]\" |> Result.toMaybe" (D.decodeString (D.field "0" D.int) "[1,2]" |> Result.toMaybe)
        , show "D.decodeString (D.field \"toString\" D.int) \"{\\\"toString\\\":1}\" |> Result.toMaybe" (D.decodeString (D.field "toString" D.int) "{\"toString\":1}" |> Result.toMaybe)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map translate [ \"constructor\", \"toString\", \"__proto__\", \"hasOwnProperty\", \"x\" ]" (List.map translate [ "constructor", "toString", "__proto__", "hasOwnProperty", "x" ])
        , show "Odd 1 2 3" (Odd 1 2 3)
        , show "(Odd 1 2 3).toString" (Odd 1 2 3).toString
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


translate : String -> String
translate key =
    case key of
        "constructor" ->
            "c"

        "toString" ->
            "t"

        "__proto__" ->
            "p"

        "hasOwnProperty" ->
            "h"

        _ ->
            "?"


type alias Odd =
    { constructor : Int, toString : Int, valueOf : Int }

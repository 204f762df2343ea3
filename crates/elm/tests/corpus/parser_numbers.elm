module Main exposing (output)

import Parser as P


output : String
output =
    String.join "\n"
        [ show "List.map (P.run P.int) inputs" (List.map (P.run P.int) inputs)
        , show "List.map (P.run P.float) inputs" (List.map (P.run P.float) inputs)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


inputs : List String
inputs =
    [ "", "1", "01", "0", "12.5", ".5", "1.", "1e3", "1E-3", "1e", "0x1F", "0b11", "0o17", "1a", "-1", "9999999999999999999999" ]

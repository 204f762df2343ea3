module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.unzip [ ( 1, 'a' ), ( 2, 'b' ) ]" (List.unzip [ ( 1, 'a' ), ( 2, 'b' ) ])
        , show "List.unzip []" (List.unzip [])
        , show "List.unzip (List.map (\\x -> ( x, x * x )) (List.range 1 4))" (List.unzip (List.map (\x -> ( x, x * x )) (List.range 1 4)))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

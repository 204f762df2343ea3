module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "build 100000 == build 100000" (build 100000 == build 100000)
        , show "build 100000 == build 99999" (build 100000 == build 99999)
        , show "List.map (\\n -> [ n ]) (build 20000) == List.map (\\n -> [ n ]) (build 20000)" (List.map (\n -> [ n ]) (build 20000) == List.map (\n -> [ n ]) (build 20000))
        , show "String.repeat 100000 \"ab\" == String.repeat 100000 \"ab\"" (String.repeat 100000 "ab" == String.repeat 100000 "ab")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


build : Int -> List Int
build n =
    List.range 1 n

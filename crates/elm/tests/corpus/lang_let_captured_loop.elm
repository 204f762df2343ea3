module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map (\\f -> f 100) (functions 3 [])" (List.map (\f -> f 100) (functions 3 []))
        , show "List.map (\\f -> f 0) (functions 5 [ negate ])" (List.map (\f -> f 0) (functions 5 [ negate ]))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


functions : Int -> List (Int -> Int) -> List (Int -> Int)
functions n acc =
    if n == 0 then
        acc

    else
        functions (n - 1) (List.map (\f -> f) acc ++ [ (+) n ])

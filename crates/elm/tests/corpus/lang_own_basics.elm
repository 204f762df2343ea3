module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "max 1 2" (max 1 2)
        , show "Basics.max 1 2" (Basics.max 1 2)
        , show "identity 'x'" (identity 'x')
        , show "List.map identity [ 1 ]" (List.map identity [ 1 ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


max : Int -> Int -> Int
max a b =
    a * 100 + b


identity : a -> ( a, a )
identity a =
    ( a, a )

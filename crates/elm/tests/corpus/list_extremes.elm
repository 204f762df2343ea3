module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.maximum [ 1, 4, 2 ]" (List.maximum [ 1, 4, 2 ])
        , show "List.maximum []" (List.maximum [])
        , show "List.minimum [ 3, 2, 9 ]" (List.minimum [ 3, 2, 9 ])
        , show "List.minimum []" (List.minimum [])
        , show "List.maximum [ \"a\", \"c\", \"b\" ]" (List.maximum [ "a", "c", "b" ])
        , show "List.minimum [ ( 2, 'a' ), ( 1, 'z' ) ]" (List.minimum [ ( 2, 'a' ), ( 1, 'z' ) ])
        , show "List.maximum [ 1, 0 / 0, 3 ]" (List.maximum [ 1, 0 / 0, 3 ])
        , show "List.minimum [ 0 / 0, 1 ]" (List.minimum [ 0 / 0, 1 ])
        , show "List.sum [ 1, 2, 3 ]" (List.sum [ 1, 2, 3 ])
        , show "List.sum []" (List.sum [])
        , show "List.sum [ 0.1, 0.2, 0.3 ]" (List.sum [ 0.1, 0.2, 0.3 ])
        , show "List.product [ 2, 3, 4 ]" (List.product [ 2, 3, 4 ])
        , show "List.product []" (List.product [])
        , show "List.sum (List.repeat 10 0.1)" (List.sum (List.repeat 10 0.1))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

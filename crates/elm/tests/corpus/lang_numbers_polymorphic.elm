module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "double 3" (double 3)
        , show "double 1.5" (double 1.5)
        , show "average [ 1, 2, 4 ]" (average [ 1, 2, 4 ])
        , show "half 3" (half 3)
        , show "[ 1, 2.5 ]" [ 1, 2.5 ]
        , show "5 / 2" (5 / 2)
        , show "4 / 2" (4 / 2)
        , show "double 2 + 0.5" (double 2 + 0.5)
        , show "List.sum (List.map half [ 1, 2, 3 ])" (List.sum (List.map half [ 1, 2, 3 ]))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


double : number -> number
double n =
    n * 2


average : List Float -> Float
average list =
    List.sum list / toFloat (List.length list)


half : Int -> Float
half n =
    toFloat n / 2

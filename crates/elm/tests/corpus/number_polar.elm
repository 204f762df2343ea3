module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "toPolar ( 3, 4 )" (toPolar ( 3, 4 ))
        , show "toPolar ( 0, 0 )" (toPolar ( 0, 0 ))
        , show "toPolar ( -1, 0 )" (toPolar ( -1, 0 ))
        , show "fromPolar ( 2, 0 )" (fromPolar ( 2, 0 ))
        , show "Tuple.mapBoth round round (fromPolar ( 10, degrees 90 ))" (Tuple.mapBoth round round (fromPolar ( 10, degrees 90 )))
        , show "Tuple.first (toPolar ( 5, 12 ))" (Tuple.first (toPolar ( 5, 12 )))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

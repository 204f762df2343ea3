module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "Tuple.pair 1 \"a\"" (Tuple.pair 1 "a")
        , show "Tuple.first ( 1, 2 )" (Tuple.first ( 1, 2 ))
        , show "Tuple.second ( 1, 2 )" (Tuple.second ( 1, 2 ))
        , show "Tuple.mapFirst String.length ( \"abc\", 1 )" (Tuple.mapFirst String.length ( "abc", 1 ))
        , show "Tuple.mapSecond negate ( \"abc\", 1 )" (Tuple.mapSecond negate ( "abc", 1 ))
        , show "Tuple.mapBoth String.reverse (\\n -> n * n) ( \"abc\", 4 )" (Tuple.mapBoth String.reverse (\n -> n * n) ( "abc", 4 ))
        , show "List.map Tuple.first [ ( 1, 'a' ), ( 2, 'b' ) ]" (List.map Tuple.first [ ( 1, 'a' ), ( 2, 'b' ) ])
        , show "List.map2 Tuple.pair [ 1, 2 ] [ \"x\", \"y\" ]" (List.map2 Tuple.pair [ 1, 2 ] [ "x", "y" ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

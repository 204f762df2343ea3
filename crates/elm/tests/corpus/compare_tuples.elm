module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "compare ( 1, 2 ) ( 1, 3 )" (compare ( 1, 2 ) ( 1, 3 ))
        , show "compare ( 2, 0 ) ( 1, 9 )" (compare ( 2, 0 ) ( 1, 9 ))
        , show "compare ( 1, 2 ) ( 1, 2 )" (compare ( 1, 2 ) ( 1, 2 ))
        , show "compare ( 1, \"b\", 'c' ) ( 1, \"b\", 'd' )" (compare ( 1, "b", 'c' ) ( 1, "b", 'd' ))
        , show "( 1, [ 2 ] ) < ( 1, [ 2, 0 ] )" (( 1, [ 2 ] ) < ( 1, [ 2, 0 ] ))
        , show "List.sort [ ( 2, \"a\" ), ( 1, \"z\" ), ( 1, \"b\" ) ]" (List.sort [ ( 2, "a" ), ( 1, "z" ), ( 1, "b" ) ])
        , show "compare ( ( 1, 2 ), 3 ) ( ( 1, 2 ), 2 )" (compare ( ( 1, 2 ), 3 ) ( ( 1, 2 ), 2 ))
        , show "max ( 1, 2, 3 ) ( 1, 3, 0 )" (max ( 1, 2, 3 ) ( 1, 3, 0 ))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

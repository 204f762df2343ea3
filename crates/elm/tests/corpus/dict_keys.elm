module Main exposing (output)

import Dict


output : String
output =
    String.join "\n"
        [ show "Dict.fromList [ ( ( 2, \"a\" ), 1 ), ( ( 1, \"z\" ), 2 ), ( ( 1, \"b\" ), 3 ) ]" (Dict.fromList [ ( ( 2, "a" ), 1 ), ( ( 1, "z" ), 2 ), ( ( 1, "b" ), 3 ) ])
        , show "Dict.fromList [ ( [ 2 ], 'a' ), ( [], 'b' ), ( [ 1, 5 ], 'c' ) ]" (Dict.fromList [ ( [ 2 ], 'a' ), ( [], 'b' ), ( [ 1, 5 ], 'c' ) ])
        , show "Dict.fromList [ ( 'b', 1 ), ( 'a', 2 ) ]" (Dict.fromList [ ( 'b', 1 ), ( 'a', 2 ) ])
        , show "Dict.fromList [ ( 1.5, 1 ), ( -2.5, 2 ), ( 0, 3 ) ]" (Dict.fromList [ ( 1.5, 1 ), ( -2.5, 2 ), ( 0, 3 ) ])
        , show "Dict.fromList [ ( \"B\", 1 ), ( \"a\", 2 ), ( \"10\", 3 ), ( \"9\", 4 ) ]" (Dict.fromList [ ( "B", 1 ), ( "a", 2 ), ( "10", 3 ), ( "9", 4 ) ])
        , show "Dict.get ( 1, \"b\" ) (Dict.fromList [ ( ( 1, \"b\" ), 3 ) ])" (Dict.get ( 1, "b" ) (Dict.fromList [ ( ( 1, "b" ), 3 ) ]))
        , show "Dict.keys (Dict.fromList [ ( ( 1, 2, 3 ), () ), ( ( 1, 2, 2 ), () ) ])" (Dict.keys (Dict.fromList [ ( ( 1, 2, 3 ), () ), ( ( 1, 2, 2 ), () ) ]))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

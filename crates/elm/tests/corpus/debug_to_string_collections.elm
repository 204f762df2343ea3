module Main exposing (output)

import Array
import Dict
import Set


output : String
output =
    String.join "\n"
        [ show "Dict.empty" Dict.empty
        , show "Dict.fromList [ ( 1, \"a\" ) ]" (Dict.fromList [ ( 1, "a" ) ])
        , show "Set.fromList [ 'a', 'b' ]" (Set.fromList [ 'a', 'b' ])
        , show "Array.fromList [ Just 1, Nothing ]" (Array.fromList [ Just 1, Nothing ])
        , show "Just (Dict.fromList [ ( \"k\", Set.fromList [ 1 ] ) ])" (Just (Dict.fromList [ ( "k", Set.fromList [ 1 ] ) ]))
        , show "[ Array.empty ]" [ Array.empty ]
        , show "( Set.empty, Dict.empty )" ( Set.empty, Dict.empty )
        , show "{ d = Dict.singleton 1 (Array.repeat 2 'x') }" { d = Dict.singleton 1 (Array.repeat 2 'x') }
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

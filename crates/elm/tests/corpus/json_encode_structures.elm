module Main exposing (output)

import Array
import Dict
import Json.Encode as E
import Set


output : String
output =
    String.join "\n"
        [ show "E.encode 0 (E.list E.int [ 1, 2, 3 ])" (E.encode 0 (E.list E.int [ 1, 2, 3 ]))
        , show "E.encode 0 (E.list E.int [])" (E.encode 0 (E.list E.int []))
        , show "E.encode 0 (E.array E.string (Array.fromList [ \"a\" ]))" (E.encode 0 (E.array E.string (Array.fromList [ "a" ])))
        , show "E.encode 0 (E.set E.int (Set.fromList [ 2, 1 ]))" (E.encode 0 (E.set E.int (Set.fromList [ 2, 1 ])))
        , show "E.encode 0 (E.object [ ( \"b\", E.int 1 ), ( \"a\", E.null ) ])" (E.encode 0 (E.object [ ( "b", E.int 1 ), ( "a", E.null ) ]))
        , show "E.encode 0 (E.object [])" (E.encode 0 (E.object []))
        , show "E.encode 0 (E.dict String.fromInt E.bool (Dict.fromList [ ( 2, True ), ( 1, False ) ]))" (E.encode 0 (E.dict String.fromInt E.bool (Dict.fromList [ ( 2, True ), ( 1, False ) ])))
        , show "E.encode 0 (E.list identity [ E.null, E.object [ ( \"x\", E.list E.int [ 1 ] ) ] ])" (E.encode 0 (E.list identity [ E.null, E.object [ ( "x", E.list E.int [ 1 ] ) ] ]))
        , show "E.encode 0 (E.object [ ( \"a\", E.int 1 ), ( \"b\", E.int 2 ), ( \"a\", E.int 3 ) ])" (E.encode 0 (E.object [ ( "a", E.int 1 ), ( "b", E.int 2 ), ( "a", E.int 3 ) ]))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

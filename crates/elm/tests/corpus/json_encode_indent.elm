module Main exposing (output)

import Json.Encode as E


output : String
output =
    String.join "\n"
        [ show "E.encode 2 json" (E.encode 2 json)
        , show "E.encode 4 json" (E.encode 4 json)
        , show "E.encode 1 (E.list E.int [ 1 ])" (E.encode 1 (E.list E.int [ 1 ]))
        , show "E.encode 12 (E.list E.int [ 1 ])" (E.encode 12 (E.list E.int [ 1 ]))
        , show "E.encode -1 json" (E.encode -1 json)
        , show "E.encode 3 (E.list (E.list E.int) [ [], [ 1 ] ])" (E.encode 3 (E.list (E.list E.int) [ [], [ 1 ] ]))
        , show "E.encode 2 (E.int 1)" (E.encode 2 (E.int 1))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


json : E.Value
json =
    E.object
        [ ( "name", E.string "x" )
        , ( "list", E.list E.int [ 1, 2 ] )
        , ( "empty", E.list E.int [] )
        , ( "none", E.object [] )
        , ( "deep", E.object [ ( "a", E.object [ ( "b", E.null ) ] ) ] )
        ]

module Main exposing (output)

import Json.Encode as E


output : String
output =
    String.join "\n"
        [ show "E.list E.int [] == E.list E.int [ 1 ]" (E.list E.int [] == E.list E.int [ 1 ])
        , show "E.list E.int [ 1 ] == E.list E.int [ 1, 2 ]" (E.list E.int [ 1 ] == E.list E.int [ 1, 2 ])
        , show "E.object [] == E.object [ ( \"a\", E.int 1 ) ]" (E.object [] == E.object [ ( "a", E.int 1 ) ])
        , show "E.object [ ( \"a\", E.int 1 ), ( \"b\", E.int 2 ) ] == E.object [ ( \"b\", E.int 2 ), ( \"a\", E.int 1 ) ]" (E.object [ ( "a", E.int 1 ), ( "b", E.int 2 ) ] == E.object [ ( "b", E.int 2 ), ( "a", E.int 1 ) ])
        , show "E.int 1 == E.string \"1\"" (E.int 1 == E.string "1")
        , show "E.null == E.null" (E.null == E.null)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

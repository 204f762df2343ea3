module Main exposing (output)

import Dict
import Json.Encode as E


output : String
output =
    String.join "\n"
        [ show "E.encode 0 (E.object [ ( \"b\", E.int 1 ), ( \"10\", E.int 2 ), ( \"a\", E.int 3 ), ( \"9\", E.int 4 ) ])" (E.encode 0 (E.object [ ( "b", E.int 1 ), ( "10", E.int 2 ), ( "a", E.int 3 ), ( "9", E.int 4 ) ]))
        , show "E.encode 0 (E.object [ ( \"-1\", E.int 1 ), ( \"01\", E.int 2 ), ( \"1\", E.int 3 ), ( \"1.5\", E.int 4 ) ])" (E.encode 0 (E.object [ ( "-1", E.int 1 ), ( "01", E.int 2 ), ( "1", E.int 3 ), ( "1.5", E.int 4 ) ]))
        , show "E.encode 0 (E.object [ ( \"4294967295\", E.int 1 ), ( \"4294967294\", E.int 2 ), ( \"0\", E.int 3 ) ])" (E.encode 0 (E.object [ ( "4294967295", E.int 1 ), ( "4294967294", E.int 2 ), ( "0", E.int 3 ) ]))
        , show "E.encode 0 (E.dict identity E.int (Dict.fromList [ ( \"x\", 1 ), ( \"2\", 2 ), ( \"\", 3 ) ]))" (E.encode 0 (E.dict identity E.int (Dict.fromList [ ( "x", 1 ), ( "2", 2 ), ( "", 3 ) ])))
        , show "E.encode 0 (E.object [ ( \"toString\", E.int 1 ), ( \"constructor\", E.int 2 ) ])" (E.encode 0 (E.object [ ( "toString", E.int 1 ), ( "constructor", E.int 2 ) ]))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

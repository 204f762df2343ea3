module Main exposing (output)

import Json.Decode as D
import Json.Encode as E


output : String
output =
    String.join "\n"
        [ show "D.decodeValue (D.field \"a\" (D.list D.int)) v" (D.decodeValue (D.field "a" (D.list D.int)) v)
        , show "D.decodeValue (D.field \"b\" D.string) v" (D.decodeValue (D.field "b" D.string) v)
        , show "Result.map (E.encode 0) (D.decodeValue D.value v)" (Result.map (E.encode 0) (D.decodeValue D.value v))
        , show "Result.map (E.encode 0) (D.decodeString D.value \"{ \\\"z\\\" : [ 1 , 2.50, 1E2, true ] , \\\"a\\\" : null }\")" (Result.map (E.encode 0) (D.decodeString D.value "{ \"z\" : [ 1 , 2.50, 1E2, true ] , \"a\" : null }"))
        , show "Result.map (E.encode 0) (D.decodeString D.value \"\\\"\\\\u0041\\\\/\\\"\")" (Result.map (E.encode 0) (D.decodeString D.value "\"\\u0041\\/\""))
        , show "D.decodeValue D.int (E.float 2.0)" (D.decodeValue D.int (E.float 2.0))
        , show "D.decodeValue D.float (E.int 3)" (D.decodeValue D.float (E.int 3))
        , show "v" v
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


v : E.Value
v =
    E.object [ ( "a", E.list E.int [ 1, 2 ] ), ( "b", E.string "x" ) ]

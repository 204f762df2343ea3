module Main exposing (output)

import Dict exposing (Dict)


output : String
output =
    String.join "\n"
        [ show "d" d
        , show "Dict.empty" Dict.empty
        , show "Dict.singleton 1 \"x\"" (Dict.singleton 1 "x")
        , show "Dict.insert \"d\" 4 d" (Dict.insert "d" 4 d)
        , show "Dict.insert \"a\" 0 d" (Dict.insert "a" 0 d)
        , show "Dict.remove \"a\" d" (Dict.remove "a" d)
        , show "Dict.remove \"z\" d" (Dict.remove "z" d)
        , show "Dict.remove \"a\" Dict.empty" (Dict.remove "a" Dict.empty)
        , show "Dict.toList d" (Dict.toList d)
        , show "Dict.keys d" (Dict.keys d)
        , show "Dict.values d" (Dict.values d)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


d : Dict String Int
d =
    Dict.fromList [ ( "b", 2 ), ( "a", 1 ), ( "c", 3 ), ( "a", 9 ) ]

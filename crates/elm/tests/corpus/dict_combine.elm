module Main exposing (output)

import Dict exposing (Dict)


output : String
output =
    String.join "\n"
        [ show "Dict.union a b" (Dict.union a b)
        , show "Dict.union b a" (Dict.union b a)
        , show "Dict.intersect a b" (Dict.intersect a b)
        , show "Dict.intersect b a" (Dict.intersect b a)
        , show "Dict.diff a b" (Dict.diff a b)
        , show "Dict.diff b a" (Dict.diff b a)
        , show "Dict.union a Dict.empty" (Dict.union a Dict.empty)
        , show "Dict.union Dict.empty a" (Dict.union Dict.empty a)
        , show "Dict.intersect a Dict.empty" (Dict.intersect a Dict.empty)
        , show "Dict.diff a Dict.empty" (Dict.diff a Dict.empty)
        , show "Dict.diff Dict.empty a" (Dict.diff Dict.empty a)
        , show "Dict.diff a (Dict.fromList [ ( \"a\", () ) ])" (Dict.diff a (Dict.fromList [ ( "a", () ) ]))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


a : Dict String Int
a =
    Dict.fromList [ ( "a", 1 ), ( "b", 2 ), ( "c", 3 ) ]


b : Dict String Int
b =
    Dict.fromList [ ( "b", 20 ), ( "c", 30 ), ( "d", 40 ) ]

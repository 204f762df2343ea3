module Main exposing (output)

import Dict exposing (Dict)


output : String
output =
    String.join "\n"
        [ show "Dict.get 3 d" (Dict.get 3 d)
        , show "Dict.get 11 d" (Dict.get 11 d)
        , show "Dict.member 1 d" (Dict.member 1 d)
        , show "Dict.member 0 d" (Dict.member 0 d)
        , show "Dict.size d" (Dict.size d)
        , show "Dict.size Dict.empty" (Dict.size Dict.empty)
        , show "Dict.isEmpty d" (Dict.isEmpty d)
        , show "Dict.isEmpty Dict.empty" (Dict.isEmpty Dict.empty)
        , show "Dict.isEmpty (Dict.remove 1 (Dict.singleton 1 1))" (Dict.isEmpty (Dict.remove 1 (Dict.singleton 1 1)))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


d : Dict Int String
d =
    Dict.fromList (List.map (\n -> ( n, String.fromInt (n * n) )) (List.range 1 10))

module Main exposing (output)

import Dict exposing (Dict)


output : String
output =
    String.join "\n"
        [ show "Dict.foldl (\\k v acc -> acc ++ String.fromInt k ++ v) \"\" d" (Dict.foldl (\k v acc -> acc ++ String.fromInt k ++ v) "" d)
        , show "Dict.foldr (\\k v acc -> acc ++ String.fromInt k ++ v) \"\" d" (Dict.foldr (\k v acc -> acc ++ String.fromInt k ++ v) "" d)
        , show "Dict.map (\\k v -> String.repeat k v) d" (Dict.map (\k v -> String.repeat k v) d)
        , show "Dict.filter (\\k _ -> k > 1) d" (Dict.filter (\k _ -> k > 1) d)
        , show "Dict.filter (\\_ v -> v == \"a\") d" (Dict.filter (\_ v -> v == "a") d)
        , show "Dict.partition (\\k _ -> modBy 2 k == 1) d" (Dict.partition (\k _ -> modBy 2 k == 1) d)
        , show "Dict.foldl (\\k _ acc -> k :: acc) [] d" (Dict.foldl (\k _ acc -> k :: acc) [] d)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


d : Dict Int String
d =
    Dict.fromList [ ( 3, "c" ), ( 1, "a" ), ( 2, "b" ) ]

module Main exposing (output)

import Dict exposing (Dict)


output : String
output =
    String.join "\n"
        [ show "up == down" (up == down)
        , show "Dict.remove 50 up == down" (Dict.remove 50 up == down)
        , show "Dict.remove 50 up == Dict.remove 50 down" (Dict.remove 50 up == Dict.remove 50 down)
        , show "Dict.insert 1 0 up == up" (Dict.insert 1 0 up == up)
        , show "Dict.empty == Dict.remove 1 (Dict.singleton 1 1)" (Dict.empty == Dict.remove 1 (Dict.singleton 1 1))
        , show "[ up ] == [ down ]" ([ up ] == [ down ])
        , show "{ d = up } == { d = down }" ({ d = up } == { d = down })
        , show "Just (Dict.filter (\\k _ -> k < 10) up) == Just (Dict.fromList (List.map (\\n -> ( n, n * n )) (List.range 1 9)))" (Just (Dict.filter (\k _ -> k < 10) up) == Just (Dict.fromList (List.map (\n -> ( n, n * n )) (List.range 1 9))))
        , show "up /= down" (up /= down)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


up : Dict Int Int
up =
    Dict.fromList (List.map (\n -> ( n, n * n )) (List.range 1 100))


down : Dict Int Int
down =
    Dict.fromList (List.map (\n -> ( n, n * n )) (List.reverse (List.range 1 100)))

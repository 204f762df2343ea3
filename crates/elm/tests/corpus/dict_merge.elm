module Main exposing (output)

import Dict exposing (Dict)


output : String
output =
    String.join "\n"
        [ show "merged (Dict.fromList [ ( 1, \"a\" ), ( 2, \"b\" ), ( 5, \"e\" ) ]) (Dict.fromList [ ( 2, 20 ), ( 3, 30 ), ( 6, 60 ) ])" (merged (Dict.fromList [ ( 1, "a" ), ( 2, "b" ), ( 5, "e" ) ]) (Dict.fromList [ ( 2, 20 ), ( 3, 30 ), ( 6, 60 ) ]))
        , show "merged Dict.empty (Dict.fromList [ ( 1, 10 ) ])" (merged Dict.empty (Dict.fromList [ ( 1, 10 ) ]))
        , show "merged (Dict.fromList [ ( 1, \"a\" ) ]) Dict.empty" (merged (Dict.fromList [ ( 1, "a" ) ]) Dict.empty)
        , show "merged Dict.empty Dict.empty" (merged Dict.empty Dict.empty)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


merged : Dict Int String -> Dict Int Int -> List String
merged =
    \x y ->
        Dict.merge
            (\k v -> (::) ("left " ++ String.fromInt k ++ v))
            (\k v w -> (::) ("both " ++ String.fromInt k ++ v ++ String.fromInt w))
            (\k w -> (::) ("right " ++ String.fromInt k ++ String.fromInt w))
            x
            y
            []

module Main exposing (output)

import Json.Decode as D


output : String
output =
    String.join "\n"
        [ show "D.decodeString tree \"{\\\"v\\\":1,\\\"c\\\":[{\\\"v\\\":2,\\\"c\\\":[]},{\\\"v\\\":3,\\\"c\\\":[]}]}\"" (D.decodeString tree "{\"v\":1,\"c\":[{\"v\":2,\"c\":[]},{\"v\":3,\"c\":[]}]}")
        , show "Result.map depth (D.decodeString tree (nested 50))" (Result.map depth (D.decodeString tree (nested 50)))
        , show "Result.mapError D.errorToString (D.decodeString tree \"{\\\"v\\\":1,\\\"c\\\":[{\\\"v\\\":2,\\\"c\\\":[{}]}]}\")" (Result.mapError D.errorToString (D.decodeString tree "{\"v\":1,\"c\":[{\"v\":2,\"c\":[{}]}]}"))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Tree
    = Tree Int (List Tree)


tree : D.Decoder Tree
tree =
    D.map2 Tree
        (D.field "v" D.int)
        (D.field "c" (D.list (D.lazy (\_ -> tree))))


nested : Int -> String
nested n =
    if n == 0 then
        "{\"v\":0,\"c\":[]}"

    else
        "{\"v\":" ++ String.fromInt n ++ ",\"c\":[" ++ nested (n - 1) ++ "]}"


depth : Tree -> Int
depth (Tree _ children) =
    1 + Maybe.withDefault 0 (List.maximum (List.map depth children))

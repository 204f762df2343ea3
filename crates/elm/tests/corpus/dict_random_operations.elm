module Main exposing (output)

import Dict exposing (Dict)


output : String
output =
    String.join "\n"
        [ show "Dict.toList (List.foldl apply Dict.empty (ops 1 100))" (Dict.toList (List.foldl apply Dict.empty (ops 1 100)))
        , show "Dict.toList (List.foldl apply Dict.empty (ops 7 1000))" (Dict.toList (List.foldl apply Dict.empty (ops 7 1000)))
        , show "Dict.size (List.foldl apply Dict.empty (ops 99 500))" (Dict.size (List.foldl apply Dict.empty (ops 99 500)))
        , show "Dict.foldr (\\k v acc -> k * 3 + v - acc) 0 (List.foldl apply Dict.empty (ops 5 300))" (Dict.foldr (\k v acc -> k * 3 + v - acc) 0 (List.foldl apply Dict.empty (ops 5 300)))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Op
    = Insert Int
    | Remove Int


ops : Int -> Int -> List Op
ops seed count =
    if count == 0 then
        []

    else
        let
            next =
                modBy 65537 (seed * 75 + 74)

            key =
                modBy 50 next
        in
        (if modBy 3 next == 0 then
            Remove key

         else
            Insert key
        )
            :: ops next (count - 1)


apply : Op -> Dict Int Int -> Dict Int Int
apply op dict =
    case op of
        Insert key ->
            Dict.insert key (Dict.size dict) dict

        Remove key ->
            Dict.remove key dict

module Names exposing (run)

{-| A `Dict` with texts as keys, as rooms and users have them.
-}

import Dict exposing (Dict)


run : String -> String
run input =
    let
        count =
            String.toInt input |> Maybe.withDefault 0

        keys =
            List.range 1 count |> List.map (\n -> "user-" ++ String.fromInt (modBy 7919 (n * 613)))

        seen =
            List.foldl (\key -> Dict.update key (\before -> Just (Maybe.withDefault 0 before + 1))) Dict.empty keys
    in
    String.fromInt (Dict.size seen) ++ " " ++ String.fromInt (total keys seen)


total : List String -> Dict String Int -> Int
total keys seen =
    List.foldl (\key sum -> sum + Maybe.withDefault 0 (Dict.get key seen)) 0 keys

module Main exposing (output)

import Dict exposing (Dict)


output : String
output =
    String.join "\n"
        [ show "count \"the cat, the dog and the end. And a cat!\"" (count "the cat, the dog and the end. And a cat!")
        , show "count \"\"" (count "")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


count : String -> List ( String, Int )
count text =
    String.words (String.toLower text)
        |> List.map (String.filter Char.isAlpha)
        |> List.filter (not << String.isEmpty)
        |> List.foldl (\w -> Dict.update w (\n -> Just (Maybe.withDefault 0 n + 1))) Dict.empty
        |> Dict.toList
        |> List.sortBy (\( w, n ) -> ( -n, w ))

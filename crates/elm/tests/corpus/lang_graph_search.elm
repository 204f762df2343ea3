module Main exposing (output)

import Dict exposing (Dict)
import Set exposing (Set)


output : String
output =
    String.join "\n"
        [ show "search [ [ \"a\" ] ] Set.empty \"f\"" (search [ [ "a" ] ] Set.empty "f")
        , show "search [ [ \"e\" ] ] Set.empty \"a\"" (search [ [ "e" ] ] Set.empty "a")
        , show "search [ [ \"b\" ] ] Set.empty \"d\"" (search [ [ "b" ] ] Set.empty "d")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


graph : Dict String (List String)
graph =
    Dict.fromList [ ( "a", [ "b", "c" ] ), ( "b", [ "d" ] ), ( "c", [ "d", "e" ] ), ( "d", [ "f" ] ), ( "e", [ "f" ] ), ( "f", [] ) ]


search : List (List String) -> Set String -> String -> Maybe (List String)
search queue seen goal =
    case queue of
        [] ->
            Nothing

        [] :: rest ->
            search rest seen goal

        ((here :: _) as path) :: rest ->
            if here == goal then
                Just (List.reverse path)

            else
                let
                    next =
                        Dict.get here graph
                            |> Maybe.withDefault []
                            |> List.filter (\n -> not (Set.member n seen))
                in
                search (rest ++ List.map (\n -> n :: path) next) (List.foldl Set.insert seen next) goal

module Main exposing (output)

import Set exposing (Set)


output : String
output =
    String.join "\n"
        [ show "Set.map (\\x -> x // 2) s" (Set.map (\x -> x // 2) s)
        , show "Set.map String.fromInt s" (Set.map String.fromInt s)
        , show "Set.foldl (::) [] s" (Set.foldl (::) [] s)
        , show "Set.foldr (::) [] s" (Set.foldr (::) [] s)
        , show "Set.foldl (-) 0 s" (Set.foldl (-) 0 s)
        , show "Set.foldr (-) 0 s" (Set.foldr (-) 0 s)
        , show "Set.filter (\\x -> x > 2) s" (Set.filter (\x -> x > 2) s)
        , show "Set.partition (\\x -> modBy 2 x == 0) s" (Set.partition (\x -> modBy 2 x == 0) s)
        , show "List.map Set.size [ s, Set.empty ]" (List.map Set.size [ s, Set.empty ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


s : Set Int
s =
    Set.fromList [ 5, 3, 1, 4, 2 ]

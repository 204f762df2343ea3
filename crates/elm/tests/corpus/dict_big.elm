module Main exposing (output)

import Dict exposing (Dict)


output : String
output =
    String.join "\n"
        [ show "Dict.size big" (Dict.size big)
        , show "Dict.get 1 big" (Dict.get 1 big)
        , show "Dict.foldl (\\k v acc -> modBy 1000003 (acc * 31 + k + v)) 0 big" (Dict.foldl (\k v acc -> modBy 1000003 (acc * 31 + k + v)) 0 big)
        , show "Dict.size (Dict.filter (\\k _ -> modBy 2 k == 0) big)" (Dict.size (Dict.filter (\k _ -> modBy 2 k == 0) big))
        , show "List.sum (Dict.values (Dict.union big (Dict.fromList (List.map (\\n -> ( n, 0 )) (List.range 9000 12000)))))" (List.sum (Dict.values (Dict.union big (Dict.fromList (List.map (\n -> ( n, 0 )) (List.range 9000 12000))))))
        , show "Dict.size (Dict.diff big (Dict.fromList (List.map (\\n -> ( n, () )) (List.range 0 5000))))" (Dict.size (Dict.diff big (Dict.fromList (List.map (\n -> ( n, () )) (List.range 0 5000)))))
        , show "Dict.size (Dict.intersect big (Dict.fromList (List.map (\\n -> ( n, 0 )) (List.range 0 5000))))" (Dict.size (Dict.intersect big (Dict.fromList (List.map (\n -> ( n, 0 )) (List.range 0 5000)))))
        , show "List.take 5 (Dict.toList (List.foldl Dict.remove big (List.range 3 9990)))" (List.take 5 (Dict.toList (List.foldl Dict.remove big (List.range 3 9990))))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


big : Dict Int Int
big =
    List.foldl (\n -> Dict.insert (modBy 10007 (n * 7919)) n) Dict.empty (List.range 1 10000)

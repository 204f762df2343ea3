module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.sortBy (modBy 3) (List.range 1 20)" (List.sortBy (modBy 3) (List.range 1 20))
        , show "List.sortBy (\\_ -> 0) (List.range 1 15)" (List.sortBy (\_ -> 0) (List.range 1 15))
        , show "List.sortBy (\\( a, _ ) -> a) (List.indexedMap (\\i x -> ( modBy 5 x, i )) (List.range 1 30))" (List.sortBy (\( a, _ ) -> a) (List.indexedMap (\i x -> ( modBy 5 x, i )) (List.range 1 30)))
        , show "List.sort (List.map (\\x -> modBy 101 (x * 37)) (List.range 1 60))" (List.sort (List.map (\x -> modBy 101 (x * 37)) (List.range 1 60)))
        , show "List.sortBy .age [ { age = 3, n = \"a\" }, { age = 1, n = \"b\" }, { age = 3, n = \"c\" }, { age = 1, n = \"d\" } ]" (List.sortBy .age [ { age = 3, n = "a" }, { age = 1, n = "b" }, { age = 3, n = "c" }, { age = 1, n = "d" } ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map negate [ 1, 2, 3 ]" (List.map negate [ 1, 2, 3 ])
        , show "List.map negate []" (List.map negate [])
        , show "List.map String.length [ \"a\", \"bb\" ]" (List.map String.length [ "a", "bb" ])
        , show "List.map (\\( a, b ) -> a + b) [ ( 1, 2 ), ( 3, 4 ) ]" (List.map (\( a, b ) -> a + b) [ ( 1, 2 ), ( 3, 4 ) ])
        , show "List.map .x [ { x = 1 }, { x = 2 } ]" (List.map .x [ { x = 1 }, { x = 2 } ])
        , show "List.map Just [ 1, 2 ]" (List.map Just [ 1, 2 ])
        , show "List.indexedMap Tuple.pair [ \"a\", \"b\", \"c\" ]" (List.indexedMap Tuple.pair [ "a", "b", "c" ])
        , show "List.indexedMap (\\i x -> i * x) []" (List.indexedMap (\i x -> i * x) [])
        , show "List.indexedMap (\\i x -> i * x) [ 7, 8, 9 ]" (List.indexedMap (\i x -> i * x) [ 7, 8, 9 ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

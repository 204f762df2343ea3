module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "map 1" (map 1)
        , show "length" length
        , show "List.map map [ 1, 2 ]" (List.map map [ 1, 2 ])
        , show "String.length \"abc\"" (String.length "abc")
        , show "Just_ 3" (Just_ 3)
        , show "Just 3" (Just 3)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


map : Int -> Int
map n =
    n + 1


length : Int
length =
    5


type Maybe_
    = Just_ Int

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map .n rs" (List.map .n rs)
        , show "List.map (\\r -> r.f r.n) rs" (List.map (\r -> r.f r.n) rs)
        , show "List.sum (List.map .n rs)" (List.sum (List.map .n rs))
        , show "(.n << Maybe.withDefault { n = 0, f = identity } << List.head) rs" ((.n << Maybe.withDefault { n = 0, f = identity } << List.head) rs)
        , show "rs |> List.filter (.n >> (<) 1) |> List.length" (rs |> List.filter (.n >> (<) 1) |> List.length)
        , show "List.sortBy .a [ { a = 2 }, { a = 1 } ]" (List.sortBy .a [ { a = 2 }, { a = 1 } ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type alias R =
    { n : Int, f : Int -> Int }


rs : List R
rs =
    [ { n = 1, f = negate }, { n = 2, f = (*) 10 } ]

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map (\\f -> f 5) adders" (List.map (\f -> f 5) adders)
        , show "counter 1 2 3" (counter 1 2 3)
        , show "compose [ (+) 1, (*) 2, negate ] 5" (compose [ (+) 1, (*) 2, negate ] 5)
        , show "List.map (\\( f, x ) -> f x) [ ( negate, 1 ), ( abs, -2 ) ]" (List.map (\( f, x ) -> f x) [ ( negate, 1 ), ( abs, -2 ) ])
        , show "(\\x -> \\y -> \\z -> x ++ y ++ z) \"a\" \"b\" \"c\"" ((\x -> \y -> \z -> x ++ y ++ z) "a" "b" "c")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


adders : List (Int -> Int)
adders =
    List.map (\n m -> n + m) [ 1, 10, 100 ]


counter : Int -> Int -> Int -> Int
counter a =
    let
        base =
            a * 100
    in
    \b ->
        let
            inner =
                base + b * 10
        in
        \c -> inner + c


compose : List (a -> a) -> a -> a
compose fs =
    List.foldr (<<) identity fs

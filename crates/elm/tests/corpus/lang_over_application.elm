module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "choose 0 3 4" (choose 0 3 4)
        , show "choose 1 3 4" (choose 1 3 4)
        , show "choose 2 3 4" (choose 2 3 4)
        , show "identity identity identity 5" (identity identity identity 5)
        , show "always always 1 2 3" (always always 1 2 3)
        , show "(\\x -> x) (\\a b -> a - b) 10 3" ((\x -> x) (\a b -> a - b) 10 3)
        , show "Maybe.withDefault (\\_ _ -> 0) (Just (+)) 1 2" (Maybe.withDefault (\_ _ -> 0) (Just (+)) 1 2)
        , show ".f { f = \\a b -> a ++ b } \"x\" \"y\"" (.f { f = \a b -> a ++ b } "x" "y")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


choose : Int -> (Int -> Int -> Int)
choose n =
    if n == 0 then
        (+)

    else if n == 1 then
        \a b -> a * b

    else
        \a -> (-) a

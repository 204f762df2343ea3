module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "Maybe.withDefault 0 (Just 5)" (Maybe.withDefault 0 (Just 5))
        , show "Maybe.withDefault 0 Nothing" (Maybe.withDefault 0 Nothing)
        , show "Maybe.map ((+) 1) (Just 5)" (Maybe.map ((+) 1) (Just 5))
        , show "Maybe.map ((+) 1) Nothing" (Maybe.map ((+) 1) Nothing)
        , show "Maybe.map2 (+) (Just 1) (Just 2)" (Maybe.map2 (+) (Just 1) (Just 2))
        , show "Maybe.map2 (+) Nothing (Just 2)" (Maybe.map2 (+) Nothing (Just 2))
        , show "Maybe.map2 (+) (Just 1) Nothing" (Maybe.map2 (+) (Just 1) Nothing)
        , show "Maybe.map3 (\\a b c -> [ a, b, c ]) (Just 1) (Just 2) (Just 3)" (Maybe.map3 (\a b c -> [ a, b, c ]) (Just 1) (Just 2) (Just 3))
        , show "Maybe.map4 (\\a b c d -> [ a, b, c, d ]) (Just 1) (Just 2) (Just 3) (Just 4)" (Maybe.map4 (\a b c d -> [ a, b, c, d ]) (Just 1) (Just 2) (Just 3) (Just 4))
        , show "Maybe.map5 (\\a b c d x -> [ a, b, c, d, x ]) (Just 1) (Just 2) (Just 3) (Just 4) (Just 5)" (Maybe.map5 (\a b c d x -> [ a, b, c, d, x ]) (Just 1) (Just 2) (Just 3) (Just 4) (Just 5))
        , show "Maybe.map5 (\\a b c d x -> [ a, b, c, d, x ]) (Just 1) (Just 2) (Just 3) (Just 4) Nothing" (Maybe.map5 (\a b c d x -> [ a, b, c, d, x ]) (Just 1) (Just 2) (Just 3) (Just 4) Nothing)
        , show "Maybe.andThen String.toInt (Just \"12\")" (Maybe.andThen String.toInt (Just "12"))
        , show "Maybe.andThen String.toInt (Just \"x\")" (Maybe.andThen String.toInt (Just "x"))
        , show "Maybe.andThen (\\_ -> Nothing) (Just 1) |> Maybe.withDefault 3" (Maybe.andThen (\_ -> Nothing) (Just 1) |> Maybe.withDefault 3)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "Result.withDefault 0 (Ok 5)" (Result.withDefault 0 (Ok 5))
        , show "Result.withDefault 0 bad" (Result.withDefault 0 bad)
        , show "Result.map ((+) 1) (Ok 5)" (Result.map ((+) 1) (Ok 5))
        , show "Result.map ((+) 1) bad" (Result.map ((+) 1) bad)
        , show "Result.map2 (+) (Ok 1) (Ok 2)" (Result.map2 (+) (Ok 1) (Ok 2))
        , show "Result.map2 (+) (Err \"a\") (Err \"b\")" (Result.map2 (+) (Err "a") (Err "b"))
        , show "Result.map2 (+) (Ok 1) (Err \"b\")" (Result.map2 (+) (Ok 1) (Err "b"))
        , show "Result.map3 (\\a b c -> [ a, b, c ]) (Ok 1) (Ok 2) bad" (Result.map3 (\a b c -> [ a, b, c ]) (Ok 1) (Ok 2) bad)
        , show "Result.map4 (\\a b c d -> [ a, b, c, d ]) (Ok 1) (Ok 2) (Ok 3) (Ok 4)" (Result.map4 (\a b c d -> [ a, b, c, d ]) (Ok 1) (Ok 2) (Ok 3) (Ok 4))
        , show "Result.map5 (\\a b c d x -> [ a, b, c, d, x ]) (Ok 1) (Ok 2) (Ok 3) (Ok 4) (Ok 5)" (Result.map5 (\a b c d x -> [ a, b, c, d, x ]) (Ok 1) (Ok 2) (Ok 3) (Ok 4) (Ok 5))
        , show "Result.map5 (\\a b c d x -> [ a, b, c, d, x ]) (Ok 1) (Ok 2) (Ok 3) (Err \"4\") (Err \"5\")" (Result.map5 (\a b c d x -> [ a, b, c, d, x ]) (Ok 1) (Ok 2) (Ok 3) (Err "4") (Err "5"))
        , show "Result.andThen (\\n -> if n > 3 then Ok n else Err \"small\") (Ok 2)"
            (Result.andThen
                (\n ->
                    if n > 3 then
                        Ok n

                    else
                        Err "small"
                )
                (Ok 2)
            )
        , show "Result.andThen (\\n -> Ok (n * 2)) (Ok 2)" (Result.andThen (\n -> Ok (n * 2)) (Ok 2))
        , show "Result.andThen (\\n -> Ok (n * 2)) bad" (Result.andThen (\n -> Ok (n * 2)) bad)
        , show "Result.mapError String.length bad" (Result.mapError String.length bad)
        , show "Result.mapError String.length (Ok 1)" (Result.mapError String.length (Ok 1))
        , show "Result.toMaybe (Ok 1)" (Result.toMaybe (Ok 1))
        , show "Result.toMaybe bad" (Result.toMaybe bad)
        , show "Result.fromMaybe \"none\" (Just 1)" (Result.fromMaybe "none" (Just 1))
        , show "Result.fromMaybe \"none\" Nothing" (Result.fromMaybe "none" Nothing)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


bad : Result String Int
bad =
    Err "bad"

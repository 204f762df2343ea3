module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "run (item |> andThen (\\a -> item |> andThen (\\b -> succeed ( b, a )))) \"xyz\"" (run (item |> andThen (\a -> item |> andThen (\b -> succeed ( b, a )))) "xyz")
        , show "run (item |> andThen (\\_ -> item)) \"x\"" (run (item |> andThen (\_ -> item)) "x")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Parser a
    = Parser (List Char -> Maybe ( a, List Char ))


run : Parser a -> String -> Maybe a
run (Parser p) text =
    Maybe.map Tuple.first (p (String.toList text))


andThen : (a -> Parser b) -> Parser a -> Parser b
andThen f (Parser p) =
    Parser
        (\input ->
            case p input of
                Just ( a, rest ) ->
                    let
                        (Parser q) =
                            f a
                    in
                    q rest

                Nothing ->
                    Nothing
        )


item : Parser Char
item =
    Parser
        (\input ->
            case input of
                c :: rest ->
                    Just ( c, rest )

                [] ->
                    Nothing
        )


succeed : a -> Parser a
succeed a =
    Parser (\input -> Just ( a, input ))

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "(\\x y -> x - y) 5 3" ((\x y -> x - y) 5 3)
        , show "(\\( a, b ) c -> a + b + c) ( 1, 2 ) 3" ((\( a, b ) c -> a + b + c) ( 1, 2 ) 3)
        , show "(\\_ -> \"ignored\") 5" ((\_ -> "ignored") 5)
        , show "List.map (\\x -> \\y -> x * y) [ 2, 3 ] |> List.map (\\f -> f 10)" (List.map (\x -> \y -> x * y) [ 2, 3 ] |> List.map (\f -> f 10))
        , show "(\\f -> f (f 3)) (\\n -> n * n)" ((\f -> f (f 3)) (\n -> n * n))
        , show "List.map (\\x -> if x > 1 then \"big\" else \"small\") [ 1, 2 ]"
            (List.map
                (\x ->
                    if x > 1 then
                        "big"

                    else
                        "small"
                )
                [ 1, 2 ]
            )
        , show "List.map (\\x -> case x of"
            (List.map
                (\x ->
                    case x of
                        Just n ->
                            n

                        Nothing ->
                            0
                )
                [ Just 1, Nothing ]
            )
        , show "(\\{ a } -> a) { a = 1, b = 2 }" ((\{ a } -> a) { a = 1, b = 2 })
        , show "(\\x -> let y = x + 1 in y * y) 4"
            ((\x ->
                let
                    y =
                        x + 1
                in
                y * y
             )
                4
            )
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

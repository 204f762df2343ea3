module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "pythagoras 20" (pythagoras 20)
        , show "List.length (pythagoras 40)" (List.length (pythagoras 40))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


pythagoras : Int -> List ( Int, Int, Int )
pythagoras limit =
    List.range 1 limit
        |> List.concatMap
            (\a ->
                List.range a limit
                    |> List.concatMap
                        (\b ->
                            List.range b limit
                                |> List.filter (\c -> a * a + b * b == c * c)
                                |> List.map (\c -> ( a, b, c ))
                        )
            )

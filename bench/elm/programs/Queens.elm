module Queens exposing (run)

{-| How many ways there are to place so many queens: lists, and functions given to functions.
-}


run : String -> String
run input =
    case String.toInt input of
        Just size ->
            String.fromInt (List.length (queens size size))

        Nothing ->
            "no number"


queens : Int -> Int -> List (List Int)
queens size row =
    if row == 0 then
        [ [] ]

    else
        queens size (row - 1)
            |> List.concatMap
                (\placed ->
                    List.range 1 size
                        |> List.filter (isSafe placed)
                        |> List.map (\column -> column :: placed)
                )


isSafe : List Int -> Int -> Bool
isSafe placed column =
    placed
        |> List.indexedMap (\index other -> ( index + 1, other ))
        |> List.all (\( distance, other ) -> other /= column && abs (other - column) /= distance)

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "queens 4" (queens 4)
        , show "List.length (queens 6)" (List.length (queens 6))
        , show "List.head (queens 8)" (List.head (queens 8))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


queens : Int -> List (List Int)
queens n =
    place n n


place : Int -> Int -> List (List Int)
place n k =
    if k == 0 then
        [ [] ]

    else
        List.concatMap
            (\rest ->
                List.filterMap
                    (\q ->
                        if safe 1 q rest then
                            Just (q :: rest)

                        else
                            Nothing
                    )
                    (List.range 1 n)
            )
            (place n (k - 1))


safe : Int -> Int -> List Int -> Bool
safe distance q rest =
    case rest of
        [] ->
            True

        r :: more ->
            q /= r && abs (q - r) /= distance && safe (distance + 1) q more

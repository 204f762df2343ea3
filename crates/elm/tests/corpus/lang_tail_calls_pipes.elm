module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "loop 0 100000" (loop 0 100000)
        , show "andLoop 300000" (andLoop 300000)
        , show "andLoop -5" (andLoop -5)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


loop : Int -> Int -> Int
loop acc n =
    if n == 0 then
        acc

    else if modBy 2 n == 0 then
        loop (acc + 1) (n - 1)

    else
        let
            next =
                acc * 3 |> modBy 1009
        in
        case modBy 3 n of
            0 ->
                loop next (n - 1)

            _ ->
                loop (next + 1) (n - 1)


andLoop : Int -> Bool
andLoop n =
    if n < 0 then
        False

    else if n == 0 then
        True

    else
        andLoop (n - 1)

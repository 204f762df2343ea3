module Main exposing (output)

import Array exposing (Array)


output : String
output =
    String.join "\n"
        [ show "search 7 (Array.fromList [ 1, 3, 5, 7, 9 ])" (search 7 (Array.fromList [ 1, 3, 5, 7, 9 ]))
        , show "search 4 (Array.fromList [ 1, 3, 5, 7, 9 ])" (search 4 (Array.fromList [ 1, 3, 5, 7, 9 ]))
        , show "search \"b\" (Array.fromList [ \"a\", \"b\" ])" (search "b" (Array.fromList [ "a", "b" ]))
        , show "search 999 (Array.initialize 1000 identity)" (search 999 (Array.initialize 1000 identity))
        , show "search 1 Array.empty" (search 1 Array.empty)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


search : comparable -> Array comparable -> Maybe Int
search goal array =
    go goal array 0 (Array.length array - 1)


go : comparable -> Array comparable -> Int -> Int -> Maybe Int
go goal array low high =
    if low > high then
        Nothing

    else
        let
            middle =
                (low + high) // 2
        in
        case Array.get middle array of
            Nothing ->
                Nothing

            Just found ->
                case compare goal found of
                    LT ->
                        go goal array low (middle - 1)

                    EQ ->
                        Just middle

                    GT ->
                        go goal array (middle + 1) high

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map f [ ( 1, 1 ), ( 2, 1 ), ( 2, 2 ), ( 3, 3 ), ( 1, 5 ) ]" (List.map f [ ( 1, 1 ), ( 2, 1 ), ( 2, 2 ), ( 3, 3 ), ( 1, 5 ) ])
        , show "List.map g [ [ Just 0 ], [ Nothing, Just 5 ], [ Just 3 ], [ Just 3, Just 4 ], [ Nothing ], [], [ Just 0, Just 9 ] ]" (List.map g [ [ Just 0 ], [ Nothing, Just 5 ], [ Just 3 ], [ Just 3, Just 4 ], [ Nothing ], [], [ Just 0, Just 9 ] ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


f : ( Int, Int ) -> String
f p =
    case p of
        ( 1, _ ) ->
            "first is 1"

        ( _, 1 ) ->
            "second is 1"

        ( 2, 2 ) ->
            "both 2"

        ( _, _ ) ->
            "neither"


g : List (Maybe Int) -> Int
g list =
    case list of
        (Just 0) :: _ ->
            0

        _ :: (Just n) :: _ ->
            n

        (Just n) :: _ ->
            n * 10

        _ ->
            -1

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "later 1" (later 1)
        , show "handlers.small 5" (handlers.small 5)
        , show "List.map later [ 1, 2, 3 ]" (List.map later [ 1, 2, 3 ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


later : Int -> Int
later n =
    if n > 100 then
        Debug.todo "big numbers"

    else
        n + 1


type alias Handlers =
    { small : Int -> Int, big : Int -> Int }


handlers : Handlers
handlers =
    { small = later, big = \_ -> Debug.todo "not yet" }

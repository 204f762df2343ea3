module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "False && explode 0" (False && explode 0)
        , show "True || explode 0" (True || explode 0)
        , show "True && explode 5" (True && explode 5)
        , show "False || explode 3" (False || explode 3)
        , show "List.filter (\\n -> n /= 0 && explode n) [ 0, 1, 2, 3, 4, 5 ]" (List.filter (\n -> n /= 0 && explode n) [ 0, 1, 2, 3, 4, 5 ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


explode : Int -> Bool
explode n =
    if modBy n 10 == 0 then
        True

    else
        False

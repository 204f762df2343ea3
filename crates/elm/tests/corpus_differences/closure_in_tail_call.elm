module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map (\\f -> f 0) (build 3 [])" (List.map (\f -> f 0) (build 3 []))
        , show "List.map (\\f -> f ()) (later 3 [])" (List.map (\f -> f ()) (later 3 []))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


build : Int -> List (Int -> Int) -> List (Int -> Int)
build n functions =
    if n == 0 then
        functions

    else
        build (n - 1) ((\x -> x + n) :: functions)


later : Int -> List (() -> Int) -> List (() -> Int)
later n thunks =
    case n of
        0 ->
            thunks

        _ ->
            let
                square =
                    n * n
            in
            later (n - 1) ((\() -> square) :: thunks)

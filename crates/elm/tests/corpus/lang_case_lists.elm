module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map describe [ [], [ 5 ], [ 2, 3 ], [ 1, 2, 3, 4 ], [ 2, 3, 4 ] ]" (List.map describe [ [], [ 5 ], [ 2, 3 ], [ 1, 2, 3, 4 ], [ 2, 3, 4 ] ])
        , show "pairs [ 1, 2, 3, 4, 5 ]" (pairs [ 1, 2, 3, 4, 5 ])
        , show "List.map nested [ [], [ [], [ 7 ] ], [ [ 3 ] ], [ [], [], [ 4, 5 ] ] ]" (List.map nested [ [], [ [], [ 7 ] ], [ [ 3 ] ], [ [], [], [ 4, 5 ] ] ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


describe : List Int -> String
describe list =
    case list of
        [] ->
            "empty"

        [ x ] ->
            "one " ++ String.fromInt x

        [ x, y ] ->
            "two " ++ String.fromInt (x + y)

        1 :: _ :: rest ->
            "starts with 1, then " ++ String.fromInt (List.length rest)

        x :: y :: z :: _ ->
            "three or more " ++ String.fromInt (x * y * z)


pairs : List a -> List ( a, a )
pairs list =
    case list of
        a :: b :: rest ->
            ( a, b ) :: pairs rest

        _ ->
            []


nested : List (List Int) -> Int
nested lists =
    case lists of
        [ [], [ x ] ] ->
            x

        (x :: _) :: _ ->
            x * 10

        [] :: rest ->
            nested rest

        [] ->
            -1

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "count 3000" (count 3000)
        , show "List.length (build 3000)" (List.length (build 3000))
        , show "ackermann 2 3" (ackermann 2 3)
        , show "ackermann 2 9" (ackermann 2 9)
        , show "List.foldl (\\f x -> f x) 0 (List.repeat 3000 ((+) 1))" (List.foldl (\f x -> f x) 0 (List.repeat 3000 ((+) 1)))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


count : Int -> Int
count n =
    if n == 0 then
        0

    else
        1 + count (n - 1)


build : Int -> List Int
build n =
    if n == 0 then
        []

    else
        n :: build (n - 1)


ackermann : Int -> Int -> Int
ackermann m n =
    if m == 0 then
        n + 1

    else if n == 0 then
        ackermann (m - 1) 1

    else
        ackermann (m - 1) (ackermann m (n - 1))

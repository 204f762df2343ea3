module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "primes 50" (primes 50)
        , show "List.length (primes 2000)" (List.length (primes 2000))
        , show "factors 360" (factors 360)
        , show "factors 1000003" (factors 1000003)
        , show "factors 2147483646" (factors 2147483646)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


primes : Int -> List Int
primes limit =
    sieve (List.range 2 limit)


sieve : List Int -> List Int
sieve list =
    case list of
        [] ->
            []

        p :: rest ->
            if p * p > Maybe.withDefault 0 (List.maximum rest) then
                list

            else
                p :: sieve (List.filter (\n -> modBy p n /= 0) rest)


factors : Int -> List Int
factors n =
    go n 2 []


go : Int -> Int -> List Int -> List Int
go n p found =
    if n == 1 then
        List.reverse found

    else if modBy p n == 0 then
        go (n // p) p (p :: found)

    else if p * p > n then
        List.reverse (n :: found)

    else
        go n (p + 1) found

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "take 5 (from 3)" (take 5 (from 3))
        , show "take 10 (sieve (from 2))" (take 10 (sieve (from 2)))
        , show "take 3 (filter (\\n -> modBy 100 n == 0) (from 1))" (take 3 (filter (\n -> modBy 100 n == 0) (from 1)))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type Stream a
    = Stream a (() -> Stream a)


from : Int -> Stream Int
from n =
    Stream n (\_ -> from (n + 1))


take : Int -> Stream a -> List a
take n (Stream a rest) =
    if n <= 0 then
        []

    else
        a :: take (n - 1) (rest ())


filter : (a -> Bool) -> Stream a -> Stream a
filter isGood (Stream a rest) =
    if isGood a then
        Stream a (\_ -> filter isGood (rest ()))

    else
        filter isGood (rest ())


sieve : Stream Int -> Stream Int
sieve (Stream p rest) =
    Stream p (\_ -> sieve (filter (\n -> modBy p n /= 0) (rest ())))

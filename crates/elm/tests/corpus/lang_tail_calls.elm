module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "sum 0 1000000" (sum 0 1000000)
        , show "List.length (countdown 100000 [])" (List.length (countdown 100000 []))
        , show "gcd 1071 462" (gcd 1071 462)
        , show "find (\\x -> x > 99999) (List.range 1 100000)" (find (\x -> x > 99999) (List.range 1 100000))
        , show "swapLoop 1000001 1 2" (swapLoop 1000001 1 2)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


sum : Int -> Int -> Int
sum acc n =
    if n == 0 then
        acc

    else
        sum (acc + n) (n - 1)


countdown : Int -> List Int -> List Int
countdown n acc =
    case n of
        0 ->
            acc

        _ ->
            if modBy 1000 n == 0 then
                countdown (n - 1) (n :: acc)

            else
                countdown (n - 1) acc


gcd : Int -> Int -> Int
gcd a b =
    if b == 0 then
        a

    else
        gcd b (modBy b a)


find : (a -> Bool) -> List a -> Maybe a
find isGood list =
    case list of
        [] ->
            Nothing

        x :: rest ->
            let
                good =
                    isGood x
            in
            if good then
                Just x

            else
                find isGood rest


swapLoop : Int -> Int -> Int -> ( Int, Int )
swapLoop n a b =
    if n <= 0 then
        ( a, b )

    else
        swapLoop (n - 1) b a

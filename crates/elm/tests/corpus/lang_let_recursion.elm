module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map fib [ 0, 1, 2, 10, 50, 78 ]" (List.map fib [ 0, 1, 2, 10, 50, 78 ])
        , show "parity 10" (parity 10)
        , show "parity 7" (parity 7)
        , show "length [ 'a', 'b', 'c' ]" (length [ 'a', 'b', 'c' ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


fib : Int -> Int
fib n =
    let
        go a b k =
            if k == 0 then
                a

            else
                go b (a + b) (k - 1)
    in
    go 0 1 n


parity : Int -> ( Bool, Bool )
parity n =
    let
        isEven k =
            k == 0 || isOdd (k - 1)

        isOdd k =
            k /= 0 && isEven (k - 1)
    in
    ( isEven n, isOdd n )


length : List a -> Int
length list =
    let
        step xs =
            case xs of
                [] ->
                    0

                _ :: rest ->
                    1 + step rest
    in
    step list

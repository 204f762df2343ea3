module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "isEven 1000" (isEven 1000)
        , show "isOdd 999" (isOdd 999)
        , show "isEven 7" (isEven 7)
        , show "List.map hofF (List.range 0 15)" (List.map hofF (List.range 0 15))
        , show "List.map hofM (List.range 0 15)" (List.map hofM (List.range 0 15))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


isEven : Int -> Bool
isEven n =
    if n == 0 then
        True

    else
        isOdd (n - 1)


isOdd : Int -> Bool
isOdd n =
    if n == 0 then
        False

    else
        isEven (n - 1)


hofF : Int -> Int
hofF n =
    if n == 0 then
        1

    else
        n - hofM (hofF (n - 1))


hofM : Int -> Int
hofM n =
    if n == 0 then
        0

    else
        n - hofF (hofM (n - 1))

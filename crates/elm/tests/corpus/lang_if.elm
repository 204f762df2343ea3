module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map size [ -1, 0, 3, 4, 10 ]" (List.map size [ -1, 0, 3, 4, 10 ])
        , show "if True then 1 else 2"
            (if True then
                1

             else
                2
            )
        , show "[ if 1 > 2 then \"a\" else \"b\" ]"
            [ if 1 > 2 then
                "a"

              else
                "b"
            ]
        , show "(if 1 < 2 then negate else abs) 5"
            ((if 1 < 2 then
                negate

              else
                abs
             )
                5
            )
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


size : Int -> String
size n =
    if n < 0 then
        "negative"

    else if n == 0 then
        "zero"

    else if n < 10 then
        if modBy 2 n == 0 then
            "small even"

        else
            "small odd"

    else
        "big"

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "fromResult (Ok 5)" (fromResult (Ok 5))
        , show "List.map fromResult [ Ok 'x' ]" (List.map fromResult [ Ok 'x' ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


absurd : Never -> a
absurd n =
    never n


fromResult : Result Never a -> a
fromResult result =
    case result of
        Ok a ->
            a

        Err n ->
            absurd n

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "List.map classify [ Nothing, Just [], Just [ 1 ], Just [ 1, 2 ], Just [ 1, 2, 3 ] ]" (List.map classify [ Nothing, Just [], Just [ 1 ], Just [ 1, 2 ], Just [ 1, 2, 3 ] ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


classify : Maybe (List Int) -> String
classify input =
    let
        label =
            case input of
                Nothing ->
                    "none"

                Just list ->
                    if List.isEmpty list then
                        "empty"

                    else
                        let
                            n =
                                List.length list
                        in
                        if n > 2 then
                            "many"

                        else
                            case list of
                                [ a ] ->
                                    "one " ++ String.fromInt a

                                a :: b :: _ ->
                                    "two " ++ String.fromInt (a + b)

                                [] ->
                                    "never"
    in
    label ++ "!"

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "merge (Just 1) (Ok 1)" (merge (Just 1) (Ok 1))
        , show "merge (Just 1) (Ok 2)" (merge (Just 1) (Ok 2))
        , show "merge (Just 3) (Ok 2)" (merge (Just 3) (Ok 2))
        , show "merge (Just 3) (Err \"bad\")" (merge (Just 3) (Err "bad"))
        , show "merge Nothing (Ok 1)" (merge Nothing (Ok 1))
        , show "merge Nothing (Err \"\")" (merge Nothing (Err ""))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


merge : Maybe Int -> Result String Int -> String
merge m r =
    case m of
        Just n ->
            case r of
                Ok k ->
                    if n == k then
                        "same"

                    else
                        case compare n k of
                            LT ->
                                "less"

                            EQ ->
                                "never"

                            GT ->
                                "more"

                Err e ->
                    e

        Nothing ->
            case r of
                Ok _ ->
                    "only right"

                Err _ ->
                    "none"

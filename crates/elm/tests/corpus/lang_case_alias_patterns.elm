module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "dup [ 1, 2 ]" (dup [ 1, 2 ])
        , show "dup []" (dup [])
        , show "pair ( 3, 4 )" (pair ( 3, 4 ))
        , show "record { x = 1, y = 2 }" (record { x = 1, y = 2 })
        , show "List.map inner [ Just ( 1, Just 2 ), Just ( 3, Nothing ), Nothing ]" (List.map inner [ Just ( 1, Just 2 ), Just ( 3, Nothing ), Nothing ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


dup : List Int -> List Int
dup list =
    case list of
        (x :: _) as whole ->
            x :: whole

        [] as none ->
            none


pair : ( Int, Int ) -> ( ( Int, Int ), Int )
pair (( a, b ) as p) =
    ( p, a + b )


record : { x : Int, y : Int } -> ( Int, { x : Int, y : Int } )
record ({ x } as r) =
    ( x, r )


inner : Maybe ( Int, Maybe Int ) -> String
inner m =
    case m of
        Just ( n, (Just _) as rest ) ->
            String.fromInt n ++ Debug.toString rest

        Just (( _, Nothing ) as all) ->
            Debug.toString all

        Nothing ->
            "no"

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "users |> List.filter (\\u -> u.age >= 18) |> List.map .name |> String.join \", \"" (users |> List.filter (\u -> u.age >= 18) |> List.map .name |> String.join ", ")
        , show "users |> List.map .age |> List.sum |> toFloat |> (\\s -> s / 4) |> round" (users |> List.map .age |> List.sum |> toFloat |> (\s -> s / 4) |> round)
        , show "users |> List.sortBy (.age >> negate) |> List.head |> Maybe.map .name |> Maybe.withDefault \"none\"" (users |> List.sortBy (.age >> negate) |> List.head |> Maybe.map .name |> Maybe.withDefault "none")
        , show "String.concat <| List.map (String.left 1) <| List.map .name <| users" (String.concat <| List.map (String.left 1) <| List.map .name <| users)
        , show "(List.map .name >> List.map String.length >> List.maximum) users" ((List.map .name >> List.map String.length >> List.maximum) users)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type alias User =
    { name : String, age : Int }


users : List User
users =
    [ User "Ann" 30, User "Bob" 17, User "Cid" 45, User "Dee" 12 ]

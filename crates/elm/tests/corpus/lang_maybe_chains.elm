module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "follow 0 \"a\"" (follow 0 "a")
        , show "follow 1 \"a\"" (follow 1 "a")
        , show "follow 2 \"a\"" (follow 2 "a")
        , show "follow 3 \"a\"" (follow 3 "a")
        , show "follow 2 \"d\"" (follow 2 "d")
        , show "follow 1 \"zz\"" (follow 1 "zz")
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type alias Entry =
    { key : String, link : Maybe String }


entries : List Entry
entries =
    [ { key = "a", link = Just "b" }, { key = "b", link = Just "c" }, { key = "c", link = Nothing }, { key = "d", link = Just "x" } ]


find : String -> Maybe Entry
find key =
    List.head (List.filter (\entry -> entry.key == key) entries)


follow : Int -> String -> Maybe String
follow n key =
    if n == 0 then
        Just key

    else
        find key |> Maybe.andThen .link |> Maybe.andThen (follow (n - 1))

module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "identity 5" (identity 5)
        , show "always 1 \"x\"" (always 1 "x")
        , show "(identity >> identity) \"a\"" ((identity >> identity) "a")
        , show "List.map (always 0) [ 1, 2, 3 ]" (List.map (always 0) [ 1, 2, 3 ])
        , show "(List.length << List.filter identity) [ True, False, True ]" ((List.length << List.filter identity) [ True, False, True ])
        , show "5 |> always 6" (5 |> always 6)
        , show "List.map identity [ 'a' ]" (List.map identity [ 'a' ])
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

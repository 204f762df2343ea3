module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "f ()" (f ())
        , show "ignore 1 \"x\"" (ignore 1 "x")
        , show "thunk ()" (thunk ())
        , show "List.map (\\_ -> 0) [ 'a', 'b' ]" (List.map (\_ -> 0) [ 'a', 'b' ])
        , show "(case () of () -> \"unit\")"
            (case () of
                () ->
                    "unit"
            )
        , show "(\\( _, b ) -> b) ( 1, 2 )" ((\( _, b ) -> b) ( 1, 2 ))
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


f : () -> Int
f () =
    5


ignore : a -> b -> ()
ignore _ _ =
    ()


thunk : () -> List Int
thunk _ =
    [ f () ]

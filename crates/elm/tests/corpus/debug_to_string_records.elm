module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "{}" {}
        , show "{ a = 1 }" { a = 1 }
        , show "{ b = 1, a = \"x\" }" { b = 1, a = "x" }
        , show "{ nested = { c = [ 1 ], d = Just { e = () } } }" { nested = { c = [ 1 ], d = Just { e = () } } }
        , show "Just { x = 1 }" (Just { x = 1 })
        , show "[ { x = 1 }, { x = 2 } ]" [ { x = 1 }, { x = 2 } ]
        , show "{ z = 1, y = 2, x = 3, a10 = 4, a2 = 5 }" { z = 1, y = 2, x = 3, a10 = 4, a2 = 5 }
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value

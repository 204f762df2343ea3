module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "negate" negate
        , show "\\x -> x + 1" (\x -> x + 1)
        , show "F negate" (F negate)
        , show "[ negate ]" [ negate ]
        , show "{ f = (+) }" { f = (+) }
        , show "Just" Just
        , show "String.length" String.length
        , show "(+) 1" ((+) 1)
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value


type F
    = F (Int -> Int)

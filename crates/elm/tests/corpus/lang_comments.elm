module Main exposing (output)


output : String
output =
    String.join "\n"
        [ show "a" a
        , show "b" b
        , show "[ 1, {- two, -} 3 ]" [ 1, {- two, -} 3 ]
        ]


show : String -> a -> String
show label value =
    label ++ " = " ++ Debug.toString value



{- block {- nested -} comment -}


{-| A doc comment.
-}
a : Int
a =
    -- a line comment
    1 + {- inside -} 2



-- another


b : String
b =
    "-- not a comment {- nor this -}"

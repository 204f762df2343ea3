module Basics exposing (Int, Never, (+), add, identity, pi)

import List exposing (List, (::))

infix left  6 (+) = add
infix right 5 (++) = append
infix non   4 (==) = eq


{-| Known to the language. -}
type Int


type Dict key value


type Never = JustOneMore Never


{-| A primitive. -}
add : number -> number -> number


pi : Float


identity : a -> a
identity x =
    x


addAll : Int
addAll = 1


sqrt : Float -> Float

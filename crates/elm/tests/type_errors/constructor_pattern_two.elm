module Main exposing (..)


type T = T Int String
f (T a b) = a ++ b

module Main exposing (..)


f = Tuple.first ( 1, 2, 3 )

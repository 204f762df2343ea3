module Main exposing (..)

import Json.Decode as D


f : D.Decoder { a : Int }
f = D.map2 (\a b -> { a = a }) (D.field "a" D.string) D.int

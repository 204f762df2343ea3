module Main exposing (..)

import Json.Decode as D


type alias P = { x : Int, y : Int }
f : D.Decoder P
f = D.map2 P D.int

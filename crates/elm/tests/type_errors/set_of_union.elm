module Main exposing (..)

import Dict


type Color = Red | Blue
f c = Dict.get c Dict.empty + Dict.size (Dict.singleton Red 1)

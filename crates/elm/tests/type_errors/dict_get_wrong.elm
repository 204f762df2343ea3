module Main exposing (..)

import Dict


f : Dict.Dict String Int -> Int
f d = Dict.get 1 d

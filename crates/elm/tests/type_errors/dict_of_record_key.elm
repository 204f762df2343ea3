module Main exposing (..)

import Dict


f = Dict.insert { a = 1 } 1 Dict.empty

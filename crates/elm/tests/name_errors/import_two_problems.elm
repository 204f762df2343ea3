module Main exposing (..)

import A exposing (nope)
import B exposing (nada)

x = 1

module Main exposing (..)

import A exposing (..)
import B exposing (..)

x y =
    case y of
        Same -> 1

module Main exposing (..)

import B exposing (Shared)
import A exposing (..)

x : Shared -> Int
x y = 1

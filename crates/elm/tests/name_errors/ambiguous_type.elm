module Main exposing (..)

import A exposing (..)
import B exposing (..)

x : Shared -> Int
x y = 1

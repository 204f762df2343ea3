module Main exposing (..)

import A exposing (..)
import B exposing (Shared(..), shared)

x : Shared -> Int
x y = 1

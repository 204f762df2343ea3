module Main exposing (..)

import A exposing (Closed)

x : Closed -> A.Closed
x y = y

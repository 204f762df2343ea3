module Main exposing (..)

import A exposing (private)

x = 1

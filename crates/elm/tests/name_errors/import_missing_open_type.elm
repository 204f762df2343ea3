module Main exposing (..)

import List exposing (Lst(..))

x = 1

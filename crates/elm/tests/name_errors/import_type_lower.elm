module Main exposing (..)

import Maybe exposing (maybe)

x = 1

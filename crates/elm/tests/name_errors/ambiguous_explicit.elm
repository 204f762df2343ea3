module Main exposing (..)

import A exposing (shared)
import B exposing (shared)

x = shared

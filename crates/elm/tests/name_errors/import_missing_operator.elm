module Main exposing (..)

import Basics exposing ((<+>))

x = 1

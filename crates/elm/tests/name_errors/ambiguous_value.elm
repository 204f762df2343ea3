module Main exposing (..)

import A exposing (..)
import B exposing (..)

x = shared

module Main exposing (..)

import A exposing (Shared(..), nope, Nope)

x = 1

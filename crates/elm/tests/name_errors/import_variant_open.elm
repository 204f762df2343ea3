module Main exposing (..)

import Maybe exposing (Just(..))

x = 1

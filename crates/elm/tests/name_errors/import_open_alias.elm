module Main exposing (..)

import A exposing (Alias(..))

x = 1

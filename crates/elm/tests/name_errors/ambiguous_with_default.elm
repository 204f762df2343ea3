module Main exposing (..)

import A exposing (..)

x = max 1 2

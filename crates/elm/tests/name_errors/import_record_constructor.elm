module Main exposing (..)

import A exposing (Alias)

x = Alias 1

y = A.Alias 2

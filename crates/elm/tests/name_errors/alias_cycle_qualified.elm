module Main exposing (..)

import A

type alias Alias = A.Alias

x = Alias

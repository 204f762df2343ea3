module Main exposing (..)

import A exposing (..)

shared = 2

type Shared = Same

x : Shared
x = Same

y = shared + 1

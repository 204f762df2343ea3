module Main exposing (..)

import A as M

x : M.Nope
x = 1

module Main exposing (..)

import List exposing (lenght)

x = 1

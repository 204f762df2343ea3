module Main exposing (..)

import A exposing (Shared)

x = Same

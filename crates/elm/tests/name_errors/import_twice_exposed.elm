module Main exposing (..)

import A exposing (shared, shared)

x = shared

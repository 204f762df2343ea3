module Main exposing (..)


_ = 1

module Main exposing (..)

f = .x nope

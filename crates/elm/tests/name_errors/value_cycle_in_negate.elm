module Main exposing (..)

x = -x

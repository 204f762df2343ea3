module main exposing (..)

x = 1

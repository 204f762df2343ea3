module Main exposing (..)

x = Jus 1

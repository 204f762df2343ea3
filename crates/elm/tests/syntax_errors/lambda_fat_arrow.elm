module Main exposing (..)


x = \a => a

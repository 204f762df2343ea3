module Main exposing (..)


x = \a of -> a

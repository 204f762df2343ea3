module Main exposing (..)

x = { a = y }

y = x.a

module Main exposing (..)

f ( a, b, c, d ) = a

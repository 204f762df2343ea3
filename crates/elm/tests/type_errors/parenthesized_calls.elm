module Main exposing (..)


f = (String.length "a") + (String.fromInt 1)

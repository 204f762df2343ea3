module Main exposing (..)


f = String.length "a" "b"

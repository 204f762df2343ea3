module Main exposing (..)


f () = 1
g = f 1

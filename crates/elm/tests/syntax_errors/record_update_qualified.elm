module Main exposing (..)


x = { A.b | c = 1 }

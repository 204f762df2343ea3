module Main exposing (..)


x { A } = 1

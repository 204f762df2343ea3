module Main exposing (..)


infix left 6 (+) = add

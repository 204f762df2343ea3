module Main exposing (..)


`

module Main exposing (..)


]

module Main exposing (..)


f = String.length >> String.length

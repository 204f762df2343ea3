module Main exposing (..)


f = String.toUpper << String.length

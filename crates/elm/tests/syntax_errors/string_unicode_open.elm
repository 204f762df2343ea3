module Main exposing (..)


x = "\u{00"

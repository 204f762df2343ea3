module Main exposing (..)


x = "\u{110000}"

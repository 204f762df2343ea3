module Main exposing (..)


x = "\u{4}"

module Main exposing (..)


x = "\u{0000041}"

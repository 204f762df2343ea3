module Main exposing (..)


x = "\u{zz}"

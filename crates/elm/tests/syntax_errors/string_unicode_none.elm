module Main exposing (..)


x = "\u{}"

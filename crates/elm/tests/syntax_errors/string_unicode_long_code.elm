module Main exposing (..)


x = "\u{ABCDEF0}"

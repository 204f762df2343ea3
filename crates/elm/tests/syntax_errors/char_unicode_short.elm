module Main exposing (..)


x = '\u{41}'

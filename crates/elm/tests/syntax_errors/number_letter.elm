module Main exposing (..)


x = 12ab

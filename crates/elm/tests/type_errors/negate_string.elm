module Main exposing (..)


f = -"a"

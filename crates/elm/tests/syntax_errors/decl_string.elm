module Main exposing (..)


"a"

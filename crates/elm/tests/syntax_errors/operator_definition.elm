module Main exposing (..)


(+) a b = a

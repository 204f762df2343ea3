module Main exposing (..)


f = [ { a = 1 } ] < []

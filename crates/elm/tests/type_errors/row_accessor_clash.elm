module Main exposing (..)


f r = r.a + 1 + String.length r.a

module Main exposing (..)


f r = f { r | a = r }

module Main exposing (..)

f r = { r | x = r.y, z = q }

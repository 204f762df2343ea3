module Main exposing (..)

type alias F = Int

f : F
f x = x

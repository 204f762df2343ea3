module Main exposing (..)

type A = B | B Int

module Main exposing (..)

type A = A { x : r }

module Main exposing (..)

type A = R

type alias R = { x : Int }

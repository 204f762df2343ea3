module Main exposing (..)

type alias R = { x : Int }

type A = R

module Main exposing (..)

type alias A = Int

type A = B

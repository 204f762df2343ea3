module Main exposing (..)

type A = X

type alias A = Int

type A = Y

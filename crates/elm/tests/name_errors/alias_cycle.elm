module Main exposing (..)

type alias A = { b : B }

type alias B = { c : C }

type alias C = ( A, Int )

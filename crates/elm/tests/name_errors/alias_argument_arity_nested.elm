module Main exposing (..)

type alias P a = ( a, a )

type alias Q = P (P Int Int)

module Main exposing (..)

type alias Q = P Int

type alias P a = ( a, a )

x : Q
x = ( 1, 2 )

module Main exposing (..)

type alias A a a = ( a, a )

module Main exposing (..)


f [ a ] = a

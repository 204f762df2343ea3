module Main exposing (..)


type t = A

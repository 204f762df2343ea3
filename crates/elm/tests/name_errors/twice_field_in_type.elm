module Main exposing (..)

type alias R = { a : Int, a : String }

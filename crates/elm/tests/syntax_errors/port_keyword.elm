port module Main exposing (..)

port type : Int

port module Main exposing (..)

port x : Int ->

y = 1

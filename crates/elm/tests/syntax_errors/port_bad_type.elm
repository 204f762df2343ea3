port module Main exposing (..)

port x : 1

port module Main exposing (..)

port x :

y = 1

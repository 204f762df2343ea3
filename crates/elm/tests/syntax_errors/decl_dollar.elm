module Main exposing (..)


$x

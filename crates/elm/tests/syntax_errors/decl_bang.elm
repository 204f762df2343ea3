module Main exposing (..)


!x

module Main exposing (..)


type
module Main exposing (..)


)

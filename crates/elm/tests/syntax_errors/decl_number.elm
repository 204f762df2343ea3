module Main exposing (..)


1

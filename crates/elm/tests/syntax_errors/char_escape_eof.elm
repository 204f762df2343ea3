module Main exposing (..)


x = '\
module Main exposing (..)


x
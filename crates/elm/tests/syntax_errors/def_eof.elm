module Main exposing (..)


x =
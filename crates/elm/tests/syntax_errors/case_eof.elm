module Main exposing (..)


x = case a of
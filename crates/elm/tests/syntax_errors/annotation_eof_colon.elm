module Main exposing (..)


x :
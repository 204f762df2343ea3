module Main exposing (..)


x = "abc

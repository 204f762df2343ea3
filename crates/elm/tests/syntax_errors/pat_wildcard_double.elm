module Main exposing (..)


x __ = 1

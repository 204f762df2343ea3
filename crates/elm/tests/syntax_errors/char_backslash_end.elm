module Main exposing (..)


x = '\'

module Main exposing (..)


if True then 1 else 2

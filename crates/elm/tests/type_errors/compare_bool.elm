module Main exposing (..)


f = True < False

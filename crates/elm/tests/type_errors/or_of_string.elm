module Main exposing (..)


f = True || "yes"

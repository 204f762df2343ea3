module Main exposing (..)


x = (:)

module Main exposing (..)


f (Just x) = x

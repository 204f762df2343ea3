module Main exposing (..)


{-| doc -} x = 1

module Main exposing (..)


x = 1


{-| doc -}

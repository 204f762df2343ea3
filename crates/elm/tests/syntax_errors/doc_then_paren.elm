module Main exposing (..)


{-| doc -}
(

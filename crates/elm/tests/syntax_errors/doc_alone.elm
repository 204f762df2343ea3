module Main exposing (..)


{-| doc -}

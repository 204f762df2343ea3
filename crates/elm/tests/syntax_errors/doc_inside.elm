module Main exposing (..)


x = {-| doc -} 1

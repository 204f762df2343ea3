module Main exposing (..)


x = {- é -} )

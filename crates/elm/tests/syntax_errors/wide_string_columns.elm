module Main exposing (..)


x = f "éß" )

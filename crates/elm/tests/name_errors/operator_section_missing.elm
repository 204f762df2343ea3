module Main exposing (..)

x = (<+>)

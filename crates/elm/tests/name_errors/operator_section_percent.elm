module Main exposing (..)

x = List.map ((%) 2) []

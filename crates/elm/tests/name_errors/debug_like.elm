module Main exposing (..)

x = Debug.lg "a" 1

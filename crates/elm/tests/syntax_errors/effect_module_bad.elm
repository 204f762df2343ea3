effect module Main where { cmd = MyCmd } exposing (..)

x = 1

effect module Main where { command = MyCmd } exposing (..)

x = 1

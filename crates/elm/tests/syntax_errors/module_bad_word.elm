module Main exports (..)

x = 1

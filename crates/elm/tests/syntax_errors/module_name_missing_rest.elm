module Main

x = 1

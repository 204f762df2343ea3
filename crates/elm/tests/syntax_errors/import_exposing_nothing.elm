import List exposing

x = 1

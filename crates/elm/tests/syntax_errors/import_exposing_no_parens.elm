import List exposing map

x = 1

import List exposing (map) as L

x = 1

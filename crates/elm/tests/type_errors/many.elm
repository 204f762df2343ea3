module Main exposing (..)


a : Int
a = "x"
b : String
b = a
c = a ++ b
d = String.length a + String.length b
e = [ a, b, c ]

module Main exposing (..)


f r s = [ r == { s | a = r }, s == { r | b = s }, r == s, s.a == r.b ]

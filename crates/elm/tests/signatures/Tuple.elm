module Tuple exposing (..)

pair : a -> b -> (a, b)

first : (a, b) -> a

second : (a, b) -> b

mapFirst : (a -> x) -> (a, b) -> (x, b)

mapSecond : (b -> y) -> (a, b) -> (a, y)

mapBoth : (a -> x) -> (b -> y) -> (a, b) -> (x, y)

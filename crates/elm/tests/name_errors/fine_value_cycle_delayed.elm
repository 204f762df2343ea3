module Main exposing (..)

x = List.map (\_ -> y) [ 1 ]

y = List.map (\_ -> List.length x) [ 1 ]

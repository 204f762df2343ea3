module Main exposing (..)


f = \xs -> let [ x ] = xs in x

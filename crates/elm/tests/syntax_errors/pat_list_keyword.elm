module Main exposing (..)


x [of] = 1

module Main exposing (..)

x = y where_

y = 1

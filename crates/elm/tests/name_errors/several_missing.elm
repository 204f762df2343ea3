module Main exposing (..)

x = aaa + bbb

y = ccc ddd

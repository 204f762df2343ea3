module Main exposing (..)


x = 0XFF

module Main exposing (..)


x Foo. = 1

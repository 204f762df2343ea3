module Main exposing (..)


Foo = 1

module Main exposing (..)


x = Foo.

module Main exposing (..)


x = a Foo.

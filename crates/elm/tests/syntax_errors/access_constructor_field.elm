module Main exposing (..)


x = Foo.bar.Baz

module Main exposing (..)

f : Foo -> List Bar -> Maybe.Baz -> Qux.T
f a b c = a

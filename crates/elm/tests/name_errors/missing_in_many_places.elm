module Main exposing (..)

type alias R = { a : Foo, b : Bar }

type T = T Baz

f : Qux -> Int
f x = nope

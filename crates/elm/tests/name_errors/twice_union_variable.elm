module Main exposing (..)

type A a a = A a

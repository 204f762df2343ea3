module Main exposing (..)


x = a &&

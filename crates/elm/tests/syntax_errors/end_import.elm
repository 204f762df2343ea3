module Main exposing (..)


x = a import

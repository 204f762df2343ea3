module Main exposing (..)


main : String
main = "a"

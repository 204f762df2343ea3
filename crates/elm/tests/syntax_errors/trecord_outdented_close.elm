module Main exposing (..)


type alias X =
    { a : Int
}

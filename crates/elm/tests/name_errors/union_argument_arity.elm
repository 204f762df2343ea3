module Main exposing (..)

type T = T (Maybe Int Int) List

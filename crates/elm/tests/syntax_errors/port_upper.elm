port module Main exposing (..)

port X : Int

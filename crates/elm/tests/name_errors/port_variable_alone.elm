port module Main exposing (..)

port a : a

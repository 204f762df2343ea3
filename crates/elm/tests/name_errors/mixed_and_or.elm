module Main exposing (..)

x = True && False || True && False

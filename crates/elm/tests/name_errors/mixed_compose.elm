module Main exposing (..)

f g h = f << g >> h

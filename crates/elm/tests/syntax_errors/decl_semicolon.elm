module Main exposing (..)


;

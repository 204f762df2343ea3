module Main exposing (..)

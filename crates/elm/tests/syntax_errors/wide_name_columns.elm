module Main exposing (..)


éa = éb )

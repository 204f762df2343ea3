port module Main exposing (..)

port a : (List ( Int, { x : () } ) -> msg) -> Sub msg

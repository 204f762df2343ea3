module Main exposing (..)

x = ( Cmd.none, Sub.none, Platform.Cmd.none )

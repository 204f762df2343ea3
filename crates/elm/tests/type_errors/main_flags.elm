module Main exposing (..)


main : Program (Int -> Int) () ()
main = Platform.worker { init = \_ -> ( (), Cmd.none ), update = \_ m -> ( m, Cmd.none ), subscriptions = \_ -> Sub.none }

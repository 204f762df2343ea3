port module Main

port x : Int -> Cmd msg

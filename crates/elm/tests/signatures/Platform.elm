module Platform exposing (..)

import Platform.Cmd exposing (Cmd)
import Platform.Sub exposing (Sub)

type Program flags model msg = Program

worker
  : { init : flags -> ( model, Cmd msg )
    , update : msg -> model -> ( model, Cmd msg )
    , subscriptions : model -> Sub msg
    }
  -> Program flags model msg

type Task err ok = Task

type ProcessId = ProcessId

type Router appMsg selfMsg =
  Router

sendToApp : Router msg a -> msg -> Task x ()

sendToSelf : Router a msg -> msg -> Task x ()

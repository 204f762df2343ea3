module Platform.Cmd exposing (..)

import List exposing (List)

type Cmd msg = Cmd

none : Cmd msg

batch : List (Cmd msg) -> Cmd msg

map : (a -> msg) -> Cmd a -> Cmd msg

module Platform.Cmd exposing (Cmd, none, batch)

import List exposing (List)

type Cmd msg = Cmd

none : Cmd msg

batch : List (Cmd msg) -> Cmd msg

module Platform.Sub exposing (..)

import List exposing (List)

type Sub msg = Sub

none : Sub msg

batch : List (Sub msg) -> Sub msg

map : (a -> msg) -> Sub a -> Sub msg

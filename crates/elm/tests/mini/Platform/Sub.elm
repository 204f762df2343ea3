module Platform.Sub exposing (Sub, none)

type Sub msg = Sub

none : Sub msg

module Result exposing (Result(..), map)

type Result error value = Ok value | Err error

map : (a -> value) -> Result x a -> Result x value
map func ra =
    case ra of
        Ok a -> Ok (func a)
        Err e -> Err e

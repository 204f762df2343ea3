module Crlf exposing (..)


x =
    let
        y = 1
        z = 2
    in
    y + z


text =
    """a
b"""
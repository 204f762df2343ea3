module Main exposing (..)


outer x =
    let
        f a =
            g a x
        g b c =
            if b then
                c
            else
                f True
    in
    ( x ++ "", x + 1 )

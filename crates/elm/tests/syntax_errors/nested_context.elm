module Main exposing (..)


x =
    f [ { a = (1, \b -> case b of
        _ -> ) } ]

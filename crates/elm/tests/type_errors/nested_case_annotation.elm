module Main exposing (..)


f : Maybe (Maybe Int) -> String
f m =
    case m of
        Just (Just n) -> n
        Just Nothing -> "x"
        Nothing -> ()

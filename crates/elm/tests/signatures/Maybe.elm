module Maybe exposing (..)

import Basics exposing (..)

type Maybe a
    = Just a
    | Nothing

withDefault : a -> Maybe a -> a

map : (a -> b) -> Maybe a -> Maybe b

map2 : (a -> b -> value) -> Maybe a -> Maybe b -> Maybe value

map3 : (a -> b -> c -> value) -> Maybe a -> Maybe b -> Maybe c -> Maybe value

map4 : (a -> b -> c -> d -> value) -> Maybe a -> Maybe b -> Maybe c -> Maybe d -> Maybe value

map5 : (a -> b -> c -> d -> e -> value) -> Maybe a -> Maybe b -> Maybe c -> Maybe d -> Maybe e -> Maybe value

andThen : (a -> Maybe b) -> Maybe a -> Maybe b

isJust : Maybe a -> Bool

destruct : b -> (a -> b) -> Maybe a -> b

module Result exposing (..)

import Basics exposing (..)
import Maybe exposing (Maybe)

type Result error value
    = Ok value
    | Err error

withDefault : a -> Result x a -> a

map : (a -> value) -> Result x a -> Result x value

map2 : (a -> b -> value) -> Result x a -> Result x b -> Result x value

map3 : (a -> b -> c -> value) -> Result x a -> Result x b -> Result x c -> Result x value

map4 : (a -> b -> c -> d -> value) -> Result x a -> Result x b -> Result x c -> Result x d -> Result x value

map5 : (a -> b -> c -> d -> e -> value) -> Result x a -> Result x b -> Result x c -> Result x d -> Result x e -> Result x value

andThen : (a -> Result x b) -> Result x a -> Result x b

mapError : (x -> y) -> Result x a -> Result y a

toMaybe : Result x a -> Maybe a

fromMaybe : x -> Maybe a -> Result x a

isOk : Result x a -> Bool

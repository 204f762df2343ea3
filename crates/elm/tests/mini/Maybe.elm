module Maybe exposing (Maybe(..), map, withDefault)

type Maybe a = Just a | Nothing

withDefault : a -> Maybe a -> a
withDefault default maybe =
    case maybe of
        Just value -> value
        Nothing -> default

map : (a -> b) -> Maybe a -> Maybe b
map f maybe =
    case maybe of
        Just value -> Just (f value)
        Nothing -> Nothing

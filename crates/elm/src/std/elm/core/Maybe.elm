module Maybe exposing
    ( Maybe(..)
    , andThen
    , map, map2, map3, map4, map5
    , withDefault
    )

{-| A value that may be missing.

@docs Maybe
@docs andThen
@docs map, map2, map3, map4, map5
@docs withDefault

-}


{-| `Just` a value, or `Nothing`.
-}
type Maybe a
    = Just a
    | Nothing


{-| The value, or a default where it is missing.
-}
withDefault : a -> Maybe a -> a
withDefault default maybe =
    case maybe of
        Just value ->
            value

        Nothing ->
            default


{-| Apply a function to the value that is there.
-}
map : (a -> b) -> Maybe a -> Maybe b
map f maybe =
    case maybe of
        Just value ->
            Just (f value)

        Nothing ->
            Nothing


{-| Apply a function where both values are there.
-}
map2 : (a -> b -> value) -> Maybe a -> Maybe b -> Maybe value
map2 f ma mb =
    case ma of
        Just a ->
            case mb of
                Just b ->
                    Just (f a b)

                Nothing ->
                    Nothing

        Nothing ->
            Nothing


{-| Apply a function where all three values are there.
-}
map3 : (a -> b -> c -> value) -> Maybe a -> Maybe b -> Maybe c -> Maybe value
map3 f ma mb mc =
    case ma of
        Just a ->
            map2 (f a) mb mc

        Nothing ->
            Nothing


{-| Apply a function where all four values are there.
-}
map4 : (a -> b -> c -> d -> value) -> Maybe a -> Maybe b -> Maybe c -> Maybe d -> Maybe value
map4 f ma mb mc md =
    case ma of
        Just a ->
            map3 (f a) mb mc md

        Nothing ->
            Nothing


{-| Apply a function where all five values are there.
-}
map5 : (a -> b -> c -> d -> e -> value) -> Maybe a -> Maybe b -> Maybe c -> Maybe d -> Maybe e -> Maybe value
map5 f ma mb mc md me =
    case ma of
        Just a ->
            map4 (f a) mb mc md me

        Nothing ->
            Nothing


{-| Go on with a function that itself may give nothing.
-}
andThen : (a -> Maybe b) -> Maybe a -> Maybe b
andThen f maybe =
    case maybe of
        Just value ->
            f value

        Nothing ->
            Nothing

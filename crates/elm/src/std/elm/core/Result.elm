module Result exposing
    ( Result(..)
    , map, map2, map3, map4, map5
    , andThen
    , withDefault, toMaybe, fromMaybe, mapError
    )

{-| What came out, or what went wrong.

@docs Result
@docs map, map2, map3, map4, map5
@docs andThen
@docs withDefault, toMaybe, fromMaybe, mapError

-}

import Maybe exposing (Maybe(..))


{-| `Ok` with a value, or `Err` with what went wrong.
-}
type Result error value
    = Ok value
    | Err error


{-| The value, or a default where there is an error.
-}
withDefault : a -> Result x a -> a
withDefault default result =
    case result of
        Ok value ->
            value

        Err _ ->
            default


{-| Apply a function to the value; an error stays.
-}
map : (a -> value) -> Result x a -> Result x value
map f result =
    case result of
        Ok value ->
            Ok (f value)

        Err error ->
            Err error


{-| Apply a function to two values. The first error counts.
-}
map2 : (a -> b -> value) -> Result x a -> Result x b -> Result x value
map2 f ra rb =
    case ra of
        Ok a ->
            map (f a) rb

        Err error ->
            Err error


{-| Apply a function to three values.
-}
map3 : (a -> b -> c -> value) -> Result x a -> Result x b -> Result x c -> Result x value
map3 f ra rb rc =
    case ra of
        Ok a ->
            map2 (f a) rb rc

        Err error ->
            Err error


{-| Apply a function to four values.
-}
map4 : (a -> b -> c -> d -> value) -> Result x a -> Result x b -> Result x c -> Result x d -> Result x value
map4 f ra rb rc rd =
    case ra of
        Ok a ->
            map3 (f a) rb rc rd

        Err error ->
            Err error


{-| Apply a function to five values.
-}
map5 : (a -> b -> c -> d -> e -> value) -> Result x a -> Result x b -> Result x c -> Result x d -> Result x e -> Result x value
map5 f ra rb rc rd re =
    case ra of
        Ok a ->
            map4 (f a) rb rc rd re

        Err error ->
            Err error


{-| Go on with a function that itself may fail.
-}
andThen : (a -> Result x b) -> Result x a -> Result x b
andThen f result =
    case result of
        Ok value ->
            f value

        Err error ->
            Err error


{-| Apply a function to the error; a value stays.
-}
mapError : (x -> y) -> Result x a -> Result y a
mapError f result =
    case result of
        Ok value ->
            Ok value

        Err error ->
            Err (f error)


{-| The value, without what went wrong.
-}
toMaybe : Result x a -> Maybe a
toMaybe result =
    case result of
        Ok value ->
            Just value

        Err _ ->
            Nothing


{-| The value, or an error to have where it is missing.
-}
fromMaybe : x -> Maybe a -> Result x a
fromMaybe error maybe =
    case maybe of
        Just value ->
            Ok value

        Nothing ->
            Err error

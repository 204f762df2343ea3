module Task exposing
    ( Task, perform, attempt
    , andThen, succeed, fail, sequence
    , map, map2, map3, map4, map5
    , onError, mapError
    )

{-| Work that may fail. Only for checking: nothing here runs on the server.

@docs Task, perform, attempt
@docs andThen, succeed, fail, sequence
@docs map, map2, map3, map4, map5
@docs onError, mapError

-}

import Basics exposing (..)
import List exposing ((::), List)
import Platform
import Platform.Cmd exposing (Cmd)
import Result exposing (Result(..))


{-| Work that gives a value or fails.
-}
type alias Task x a =
    Platform.Task x a


{-| Do what can't fail.
-}
perform : (a -> msg) -> Task Never a -> Cmd msg


{-| Do what may fail.
-}
attempt : (Result x a -> msg) -> Task x a -> Cmd msg


{-| Go on with another task.
-}
andThen : (a -> Task x b) -> Task x a -> Task x b


{-| A task that gives a value at once.
-}
succeed : a -> Task x a


{-| A task that fails at once.
-}
fail : x -> Task x a


{-| Go on with another task after a failure.
-}
onError : (x -> Task y a) -> Task x a -> Task y a


{-| Apply a function to what went wrong.
-}
mapError : (x -> y) -> Task x a -> Task y a
mapError f task =
    onError (\error -> fail (f error)) task


{-| One task after the other.
-}
sequence : List (Task x a) -> Task x (List a)
sequence tasks =
    List.foldr (map2 (::)) (succeed []) tasks


{-| Apply a function to what comes.
-}
map : (a -> b) -> Task x a -> Task x b
map f taskA =
    andThen (\a -> succeed (f a)) taskA


{-| Apply a function to what comes of two tasks, one after the other.
-}
map2 : (a -> b -> result) -> Task x a -> Task x b -> Task x result
map2 f taskA taskB =
    andThen (\a -> map (f a) taskB) taskA


{-| As `map2`, with three tasks.
-}
map3 : (a -> b -> c -> result) -> Task x a -> Task x b -> Task x c -> Task x result
map3 f taskA taskB taskC =
    andThen (\a -> map2 (f a) taskB taskC) taskA


{-| As `map2`, with four tasks.
-}
map4 : (a -> b -> c -> d -> result) -> Task x a -> Task x b -> Task x c -> Task x d -> Task x result
map4 f taskA taskB taskC taskD =
    andThen (\a -> map3 (f a) taskB taskC taskD) taskA


{-| As `map2`, with five tasks.
-}
map5 : (a -> b -> c -> d -> e -> result) -> Task x a -> Task x b -> Task x c -> Task x d -> Task x e -> Task x result
map5 f taskA taskB taskC taskD taskE =
    andThen (\a -> map4 (f a) taskB taskC taskD taskE) taskA

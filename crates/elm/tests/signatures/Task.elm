module Task exposing

import Basics exposing (..)
import List exposing (List)
import Result exposing (Result)

  ( Task
  , succeed, fail
  , map, map2, map3, map4, map5
  , sequence
  , andThen
  , onError, mapError
  , perform, attempt
  )

import Platform

import Platform.Cmd exposing (Cmd)

type alias Task x a =
  Platform.Task x a

succeed : a -> Task x a

fail : x -> Task x a

map : (a -> b) -> Task x a -> Task x b

map2 : (a -> b -> result) -> Task x a -> Task x b -> Task x result

map3 : (a -> b -> c -> result) -> Task x a -> Task x b -> Task x c -> Task x result

map4 : (a -> b -> c -> d -> result) -> Task x a -> Task x b -> Task x c -> Task x d -> Task x result

map5 : (a -> b -> c -> d -> e -> result) -> Task x a -> Task x b -> Task x c -> Task x d -> Task x e -> Task x result

sequence : List (Task x a) -> Task x (List a)

andThen : (a -> Task x b) -> Task x a -> Task x b

onError : (x -> Task y a) -> Task x a -> Task y a

mapError : (x -> y) -> Task x a -> Task y a

type MyCmd msg =
  Perform (Task Never msg)

perform : (a -> msg) -> Task Never a -> Cmd msg

attempt : (Result x a -> msg) -> Task x a -> Cmd msg

cmdMap : (a -> b) -> MyCmd a -> MyCmd b

init : Task Never ()

onEffects : Platform.Router msg Never -> List (MyCmd msg) -> () -> Task Never ()

onSelfMsg : Platform.Router msg Never -> Never -> () -> Task Never ()

spawnCmd : Platform.Router msg Never -> MyCmd msg -> Task x ()

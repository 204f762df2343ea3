module Process exposing

import Basics exposing (..)

  ( Id
  , spawn
  , sleep
  , kill
  )

import Platform

import Task exposing (Task)

type alias Id =
  Platform.ProcessId

spawn : Task x a -> Task y Id

sleep : Float -> Task x ()

kill : Id -> Task x ()

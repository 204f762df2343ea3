module Bitwise exposing

import Basics exposing (..)

  ( and, or, xor, complement
  , shiftLeftBy, shiftRightBy, shiftRightZfBy
  )

and : Int -> Int -> Int

or : Int -> Int -> Int

xor : Int -> Int -> Int

complement : Int -> Int

shiftLeftBy : Int -> Int -> Int

shiftRightBy : Int -> Int -> Int

shiftRightZfBy : Int -> Int -> Int

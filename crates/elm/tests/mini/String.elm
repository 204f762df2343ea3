module String exposing (String, length, fromInt, join)

import Basics exposing (Int)
import List exposing (List)

type String

length : String -> Int

fromInt : Int -> String

join : String -> List String -> String

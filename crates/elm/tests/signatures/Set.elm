module Set exposing (..)

import Basics exposing (..)
import Dict
import List exposing (List)

type Set t =
  Set_elm_builtin (Dict.Dict t ())

empty : Set a

singleton : comparable -> Set comparable

insert : comparable -> Set comparable -> Set comparable

remove : comparable -> Set comparable -> Set comparable

isEmpty : Set a -> Bool

member : comparable -> Set comparable -> Bool

size : Set a -> Int

union : Set comparable -> Set comparable -> Set comparable

intersect : Set comparable -> Set comparable -> Set comparable

diff : Set comparable -> Set comparable -> Set comparable

toList : Set a -> List a

fromList : List comparable -> Set comparable

foldl : (a -> b -> b) -> b -> Set a -> b

foldr : (a -> b -> b) -> b -> Set a -> b

map : (comparable -> comparable2) -> Set comparable -> Set comparable2

filter : (comparable -> Bool) -> Set comparable -> Set comparable

partition : (comparable -> Bool) -> Set comparable -> (Set comparable, Set comparable)

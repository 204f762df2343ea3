module Array exposing (..)

import Basics exposing (..)
import List exposing (List)
import Maybe exposing (Maybe)

branchFactor : Int

shiftStep : Int

bitMask : Int

type Array a

empty : Array a

isEmpty : Array a -> Bool

length : Array a -> Int

initialize : Int -> (Int -> a) -> Array a

repeat : Int -> a -> Array a

fromList : List a -> Array a

get : Int -> Array a -> Maybe a

tailIndex : Int -> Int

set : Int -> a -> Array a -> Array a

push : a -> Array a -> Array a

toList : Array a -> List a

toIndexedList : Array a -> List ( Int, a )

foldr : (a -> b -> b) -> b -> Array a -> b

foldl : (a -> b -> b) -> b -> Array a -> b

filter : (a -> Bool) -> Array a -> Array a

map : (a -> b) -> Array a -> Array b

indexedMap : (Int -> a -> b) -> Array a -> Array b

append : Array a -> Array a -> Array a

slice : Int -> Int -> Array a -> Array a

translateIndex : Int -> Array a -> Int

sliceRight : Int -> Array a -> Array a

sliceLeft : Int -> Array a -> Array a

module Array

import Basics exposing (..)
import List exposing (List)
import Maybe exposing (Maybe)

    exposing
        ( Array
        , empty
        , isEmpty
        , length
        , initialize
        , repeat
        , fromList
        , get
        , set
        , push
        , toList
        , toIndexedList
        , foldr
        , foldl
        , filter
        , map
        , indexedMap
        , append
        , slice
        )

branchFactor : Int

shiftStep : Int

bitMask : Int

type Array a
    = 
      Array_elm_builtin Int Int (Tree a) (JsArray a)

type Node a
    = SubTree (Tree a)
    | Leaf (JsArray a)

type alias Tree a =
    JsArray (Node a)

empty : Array a

isEmpty : Array a -> Bool

length : Array a -> Int

initialize : Int -> (Int -> a) -> Array a

initializeHelp : (Int -> a) -> Int -> Int -> List (Node a) -> JsArray a -> Array a

repeat : Int -> a -> Array a

fromList : List a -> Array a

fromListHelp : List a -> List (Node a) -> Int -> Array a

get : Int -> Array a -> Maybe a

getHelp : Int -> Int -> Tree a -> a

tailIndex : Int -> Int

set : Int -> a -> Array a -> Array a

setHelp : Int -> Int -> a -> Tree a -> Tree a

push : a -> Array a -> Array a

unsafeReplaceTail : JsArray a -> Array a -> Array a

insertTailInTree : Int -> Int -> JsArray a -> Tree a -> Tree a

toList : Array a -> List a

toIndexedList : Array a -> List ( Int, a )

foldr : (a -> b -> b) -> b -> Array a -> b

foldl : (a -> b -> b) -> b -> Array a -> b

filter : (a -> Bool) -> Array a -> Array a

map : (a -> b) -> Array a -> Array b

indexedMap : (Int -> a -> b) -> Array a -> Array b

append : Array a -> Array a -> Array a

appendHelpTree : JsArray a -> Array a -> Array a

appendHelpBuilder : JsArray a -> Builder a -> Builder a

slice : Int -> Int -> Array a -> Array a

translateIndex : Int -> Array a -> Int

sliceRight : Int -> Array a -> Array a

fetchNewTail : Int -> Int -> Int -> Tree a -> JsArray a

sliceTree : Int -> Int -> Tree a -> Tree a

hoistTree : Int -> Int -> Tree a -> Tree a

sliceLeft : Int -> Array a -> Array a

type alias Builder a =
    { tail : JsArray a
    , nodeList : List (Node a)
    , nodeListSize : Int
    }

emptyBuilder : Builder a

builderFromArray : Array a -> Builder a

builderToArray : Bool -> Builder a -> Array a

treeFromBuilder : List (Node a) -> Int -> Tree a

compressNodes : List (Node a) -> List (Node a) -> List (Node a)

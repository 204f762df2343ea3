module Dict exposing (..)

import Basics exposing (..)
import List exposing (List)
import Maybe exposing (Maybe)

type NColor
    = Red
    | Black

type Dict k v
    = RBNode_elm_builtin NColor k v (Dict k v) (Dict k v)
    | RBEmpty_elm_builtin

empty : Dict k v

get : comparable -> Dict comparable v -> Maybe v

member : comparable -> Dict comparable v -> Bool

size : Dict k v -> Int

sizeHelp : Int -> Dict k v -> Int

isEmpty : Dict k v -> Bool

insert : comparable -> v -> Dict comparable v -> Dict comparable v

insertHelp : comparable -> v -> Dict comparable v -> Dict comparable v

balance : NColor -> k -> v -> Dict k v -> Dict k v -> Dict k v

remove : comparable -> Dict comparable v -> Dict comparable v

removeHelp : comparable -> Dict comparable v -> Dict comparable v

removeHelpPrepEQGT : comparable -> Dict comparable v -> NColor -> comparable -> v -> Dict comparable v -> Dict comparable v -> Dict comparable v

removeHelpEQGT : comparable -> Dict comparable v -> Dict comparable v

getMin : Dict k v -> Dict k v

removeMin : Dict k v -> Dict k v

moveRedLeft : Dict k v -> Dict k v

moveRedRight : Dict k v -> Dict k v

update : comparable -> (Maybe v -> Maybe v) -> Dict comparable v -> Dict comparable v

singleton : comparable -> v -> Dict comparable v

union : Dict comparable v -> Dict comparable v -> Dict comparable v

intersect : Dict comparable v -> Dict comparable v -> Dict comparable v

diff : Dict comparable a -> Dict comparable b -> Dict comparable a

merge
  :  (comparable -> a -> result -> result)
  -> (comparable -> a -> b -> result -> result)
  -> (comparable -> b -> result -> result)
  -> Dict comparable a
  -> Dict comparable b
  -> result
  -> result

map : (k -> a -> b) -> Dict k a -> Dict k b

foldl : (k -> v -> b -> b) -> b -> Dict k v -> b

foldr : (k -> v -> b -> b) -> b -> Dict k v -> b

filter : (comparable -> v -> Bool) -> Dict comparable v -> Dict comparable v

partition : (comparable -> v -> Bool) -> Dict comparable v -> (Dict comparable v, Dict comparable v)

keys : Dict k v -> List k

values : Dict k v -> List v

toList : Dict k v -> List (k,v)

fromList : List (comparable,v) -> Dict comparable v

module Set exposing
    ( Set
    , empty, singleton, insert, remove
    , isEmpty, member, size
    , union, intersect, diff
    , toList, fromList
    , map, foldl, foldr, filter, partition
    )

{-| Values that are each there once, in their order.

@docs Set
@docs empty, singleton, insert, remove
@docs isEmpty, member, size
@docs union, intersect, diff
@docs toList, fromList
@docs map, foldl, foldr, filter, partition

-}

import Basics exposing (..)
import Dict exposing (Dict)
import List exposing ((::), List)


{-| Values that are each there once.
-}
type Set t
    = Set (Dict t ())


{-| Nothing in it.
-}
empty : Set a
empty =
    Set Dict.empty


{-| One value.
-}
singleton : comparable -> Set comparable
singleton value =
    Set (Dict.singleton value ())


{-| With a value.
-}
insert : comparable -> Set comparable -> Set comparable
insert value (Set dict) =
    Set (Dict.insert value () dict)


{-| Without a value.
-}
remove : comparable -> Set comparable -> Set comparable
remove value (Set dict) =
    Set (Dict.remove value dict)


{-| Whether there is nothing in it.
-}
isEmpty : Set a -> Bool
isEmpty (Set dict) =
    Dict.isEmpty dict


{-| Whether a value is in it.
-}
member : comparable -> Set comparable -> Bool
member value (Set dict) =
    Dict.member value dict


{-| How many values it has.
-}
size : Set a -> Int
size (Set dict) =
    Dict.size dict


{-| What is in one of them.
-}
union : Set comparable -> Set comparable -> Set comparable
union (Set a) (Set b) =
    Set (Dict.union a b)


{-| What is in both.
-}
intersect : Set comparable -> Set comparable -> Set comparable
intersect (Set a) (Set b) =
    Set (Dict.intersect a b)


{-| What is in the first but not in the second.
-}
diff : Set comparable -> Set comparable -> Set comparable
diff (Set a) (Set b) =
    Set (Dict.diff a b)


{-| The values in their order.
-}
toList : Set a -> List a
toList (Set dict) =
    Dict.keys dict


{-| Of the values of a list.
-}
fromList : List comparable -> Set comparable
fromList list =
    List.foldl insert empty list


{-| What a function gives for each value.
-}
map : (comparable -> comparable2) -> Set comparable -> Set comparable2
map f set =
    fromList (foldl (\value list -> f value :: list) [] set)


{-| Reduce from the lowest value to the highest.
-}
foldl : (a -> b -> b) -> b -> Set a -> b
foldl f state (Set dict) =
    Dict.foldl (\value _ result -> f value result) state dict


{-| Reduce from the highest value to the lowest.
-}
foldr : (a -> b -> b) -> b -> Set a -> b
foldr f state (Set dict) =
    Dict.foldr (\value _ result -> f value result) state dict


{-| The values that pass a test.
-}
filter : (comparable -> Bool) -> Set comparable -> Set comparable
filter isGood (Set dict) =
    Set (Dict.filter (\value _ -> isGood value) dict)


{-| The values that pass a test, and those that don't.
-}
partition : (comparable -> Bool) -> Set comparable -> ( Set comparable, Set comparable )
partition isGood (Set dict) =
    let
        ( good, bad ) =
            Dict.partition (\value _ -> isGood value) dict
    in
    ( Set good, Set bad )

module Array exposing
    ( Array
    , empty, initialize, repeat, fromList
    , isEmpty, length, get
    , set, push, append, slice
    , toList, toIndexedList
    , map, indexedMap, foldl, foldr, filter
    )

{-| Values under indices from 0.

A tree whose nodes have up to 32 children; the last values, fewer than 32, are kept beside it. The shape
depends on the length alone.

@docs Array
@docs empty, initialize, repeat, fromList
@docs isEmpty, length, get
@docs set, push, append, slice
@docs toList, toIndexedList
@docs map, indexedMap, foldl, foldr, filter

-}

import Basics exposing (..)
import Bitwise
import BuildAmp.Internal.Flat as Flat exposing (Flat)
import List exposing ((::), List)
import Maybe exposing (Maybe(..))


{-| Values under indices from 0: how many, how deep the tree is, the tree, and what is beside it.
-}
type Array a
    = Array Int Int (Node a) (Flat a)


type Node a
    = Leaf (Flat a)
    | Branch (Flat (Node a))



-- BUILD


{-| Nothing in it.
-}
empty : Array a
empty =
    Array 0 1 (Branch Flat.empty) Flat.empty


{-| So many values, each from its index.
-}
initialize : Int -> (Int -> a) -> Array a
initialize count f =
    fromCounted (max 0 count) (initializeList [] (count - 1) f)


initializeList : List a -> Int -> (Int -> a) -> List a
initializeList list index f =
    if index < 0 then
        list

    else
        initializeList (f index :: list) (index - 1) f


{-| The same value a number of times.
-}
repeat : Int -> a -> Array a
repeat count value =
    fromCounted (max 0 count) (List.repeat count value)


{-| Of the values of a list.
-}
fromList : List a -> Array a
fromList list =
    case list of
        [] ->
            empty

        _ ->
            fromCounted (List.length list) list


fromCounted : Int -> List a -> Array a
fromCounted count list =
    leaves [] count count list


{-| Cuts a list into leaves.
-}
leaves : List (Node a) -> Int -> Int -> List a -> Array a
leaves done count missing list =
    if missing >= 32 then
        leaves (Leaf (Flat.fromList 32 list) :: done) count (missing - 32) (List.drop 32 list)

    else
        branches count 1 (List.reverse done) (Flat.fromList missing list)


{-| Puts nodes together, level by level, until there is one.
-}
branches : Int -> Int -> List (Node a) -> Flat a -> Array a
branches count depth nodes tail =
    case group [] nodes of
        [] ->
            Array count depth (Branch Flat.empty) tail

        [ root ] ->
            Array count depth root tail

        level ->
            branches count (depth + 1) level tail


group : List (Node a) -> List (Node a) -> List (Node a)
group done nodes =
    case nodes of
        [] ->
            List.reverse done

        _ ->
            group (Branch (Flat.fromList 32 nodes) :: done) (List.drop 32 nodes)



-- QUERY


{-| Whether there is nothing in it.
-}
isEmpty : Array a -> Bool
isEmpty (Array count _ _ _) =
    count == 0


{-| How many values it has.
-}
length : Array a -> Int
length (Array count _ _ _) =
    count


{-| The value at an index.
-}
get : Int -> Array a -> Maybe a
get index ((Array count _ _ _) as array) =
    if 0 <= index && index < count then
        Just (at index array)

    else
        Nothing


{-| The value at an index that is in bounds.
-}
at : Int -> Array a -> a



-- CHANGE


{-| Another value at an index. Nothing happens out of bounds.
-}
set : Int -> a -> Array a -> Array a
set index value ((Array count depth root tail) as array) =
    if 0 <= index && index < count then
        let
            inTree =
                count - Flat.length tail
        in
        if index >= inTree then
            Array count depth root (Flat.set (index - inTree) value tail)

        else
            Array count depth (replace (5 * depth) index value root) tail

    else
        array


replace : Int -> Int -> a -> Node a -> Node a
replace shift index value tree =
    case tree of
        Leaf flat ->
            Leaf (Flat.set (Bitwise.and 31 index) value flat)

        Branch children ->
            let
                place =
                    Bitwise.and 31 (Bitwise.shiftRightZfBy shift index)
            in
            Branch (Flat.set place (replace (shift - 5) index value (Flat.get place children)) children)


{-| One more value at the end.
-}
push : a -> Array a -> Array a
push value (Array count depth root tail) =
    let
        longer =
            Flat.push value tail
    in
    if Flat.length longer < 32 then
        Array (count + 1) depth root longer

    else
        grow (count + 1) depth root longer


{-| Moves a full tail into the tree.
-}
grow : Int -> Int -> Node a -> Flat a -> Array a
grow count depth root leaf =
    let
        place =
            Bitwise.shiftRightZfBy 5 (count - 32)
    in
    if Bitwise.shiftRightZfBy (5 * depth) place > 0 then
        let
            top =
                Flat.push (path depth leaf) (Flat.singleton root)
        in
        Array count (depth + 1) (Branch top) Flat.empty

    else
        Array count depth (pushLeaf (5 * (depth - 1)) place leaf root) Flat.empty


pushLeaf : Int -> Int -> Flat a -> Node a -> Node a
pushLeaf shift place leaf tree =
    case tree of
        Leaf _ ->
            tree

        Branch children ->
            let
                index =
                    Bitwise.and 31 (Bitwise.shiftRightZfBy shift place)
            in
            if index < Flat.length children then
                Branch (Flat.set index (pushLeaf (shift - 5) place leaf (Flat.get index children)) children)

            else
                Branch (Flat.push (path (shift // 5) leaf) children)


{-| A leaf under so many branches that have nothing else.
-}
path : Int -> Flat a -> Node a
path depth leaf =
    if depth <= 0 then
        Leaf leaf

    else
        Branch (Flat.singleton (path (depth - 1) leaf))


{-| The values of the second behind those of the first.
-}
append : Array a -> Array a -> Array a
append first second =
    if 4 * length second < length first then
        foldl push first second

    else
        fromCounted (length first + length second) (foldr (::) (toList second) first)


{-| From one index up to another. Negative ones count from the end.
-}
slice : Int -> Int -> Array a -> Array a
slice from to ((Array count depth root tail) as array) =
    let
        start =
            bound count from

        end =
            bound count to
    in
    if start >= end then
        empty

    else if start == 0 && end == count then
        array

    else if start == 0 && end >= count - Flat.length tail then
        Array end depth root (Flat.take (end - count + Flat.length tail) tail)

    else
        fromCounted (end - start) (sliceList [] start (end - 1) array)


bound : Int -> Int -> Int
bound count index =
    if index < 0 then
        max 0 (count + index)

    else
        min count index


sliceList : List a -> Int -> Int -> Array a -> List a
sliceList list first last array =
    if last < first then
        list

    else
        sliceList (at last array :: list) first (last - 1) array



-- LISTS


{-| The values in their order.
-}
toList : Array a -> List a
toList array =
    foldr (::) [] array


{-| The values with their indices.
-}
toIndexedList : Array a -> List ( Int, a )
toIndexedList ((Array count _ _ _) as array) =
    let
        ( _, list ) =
            foldr (\value ( index, done ) -> ( index - 1, ( index, value ) :: done )) ( count - 1, [] ) array
    in
    list



-- TRANSFORM


{-| Apply a function to each value.
-}
map : (a -> b) -> Array a -> Array b
map f (Array count depth root tail) =
    Array count depth (mapNode f root) (mapFlat f tail)


mapNode : (a -> b) -> Node a -> Node b
mapNode f tree =
    case tree of
        Leaf flat ->
            Leaf (mapFlat f flat)

        Branch children ->
            Branch (mapFlat (mapNode f) children)


mapFlat : (a -> b) -> Flat a -> Flat b
mapFlat f flat =
    Flat.fromList 32 (List.map f (flatFoldr (::) [] (Flat.length flat - 1) flat))


{-| Apply a function to each value and its index.
-}
indexedMap : (Int -> a -> b) -> Array a -> Array b
indexedMap f array =
    fromCounted (length array) (List.indexedMap f (toList array))


{-| Reduce from the first value to the last.
-}
foldl : (a -> b -> b) -> b -> Array a -> b
foldl f state (Array _ _ root tail) =
    flatFoldl f (nodeFoldl f state root) 0 tail


nodeFoldl : (a -> b -> b) -> b -> Node a -> b
nodeFoldl f state tree =
    case tree of
        Leaf flat ->
            flatFoldl f state 0 flat

        Branch children ->
            flatFoldl (\child result -> nodeFoldl f result child) state 0 children


flatFoldl : (a -> b -> b) -> b -> Int -> Flat a -> b
flatFoldl f state index flat =
    if index < Flat.length flat then
        flatFoldl f (f (Flat.get index flat) state) (index + 1) flat

    else
        state


{-| Reduce from the last value to the first.
-}
foldr : (a -> b -> b) -> b -> Array a -> b
foldr f state (Array _ _ root tail) =
    nodeFoldr f (flatFoldr f state (Flat.length tail - 1) tail) root


nodeFoldr : (a -> b -> b) -> b -> Node a -> b
nodeFoldr f state tree =
    case tree of
        Leaf flat ->
            flatFoldr f state (Flat.length flat - 1) flat

        Branch children ->
            flatFoldr (\child result -> nodeFoldr f result child) state (Flat.length children - 1) children


flatFoldr : (a -> b -> b) -> b -> Int -> Flat a -> b
flatFoldr f state index flat =
    if index >= 0 then
        flatFoldr f (f (Flat.get index flat) state) (index - 1) flat

    else
        state


{-| The values that pass a test.
-}
filter : (a -> Bool) -> Array a -> Array a
filter isGood array =
    fromList (List.filter isGood (toList array))

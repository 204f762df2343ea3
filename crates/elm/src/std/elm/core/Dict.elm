module Dict exposing
    ( Dict
    , empty, singleton, insert, update, remove
    , isEmpty, member, get, size
    , keys, values, toList, fromList
    , map, foldl, foldr, filter, partition
    , union, intersect, diff, merge
    )

{-| Values under keys, in the order of the keys.

A tree balanced by weight: for every node, one side has at most three times as many keys as the other
(Hirai and Yamamoto, "Balancing weight-balanced trees", 2011).

@docs Dict
@docs empty, singleton, insert, update, remove
@docs isEmpty, member, get, size
@docs keys, values, toList, fromList
@docs map, foldl, foldr, filter, partition
@docs union, intersect, diff, merge

-}

import Basics exposing (..)
import List exposing ((::), List)
import Maybe exposing (Maybe(..))


{-| Values under keys.
-}
type Dict k v
    = Leaf
    | Node Int k v (Dict k v) (Dict k v)



-- BUILD


{-| Nothing in it.
-}
empty : Dict k v
empty =
    Leaf


{-| One value under its key.
-}
singleton : comparable -> v -> Dict comparable v
singleton key value =
    Node 1 key value Leaf Leaf


{-| Put a value under a key, in place of what is there.
-}
insert : comparable -> v -> Dict comparable v -> Dict comparable v
insert key value dict =
    case dict of
        Leaf ->
            Node 1 key value Leaf Leaf

        Node count k v left right ->
            case compare key k of
                LT ->
                    let
                        newLeft =
                            insert key value left
                    in
                    balanceSized (size newLeft) (count - 1 - size left) k v newLeft right

                EQ ->
                    Node count k value left right

                GT ->
                    let
                        newRight =
                            insert key value right
                    in
                    balanceSized (count - 1 - size right) (size newRight) k v left newRight


{-| Change what is under a key: put it there, replace it or remove it.
-}
update : comparable -> (Maybe v -> Maybe v) -> Dict comparable v -> Dict comparable v
update key change dict =
    case change (get key dict) of
        Just value ->
            insert key value dict

        Nothing ->
            remove key dict


{-| Without a key. Nothing happens if it isn't there.
-}
remove : comparable -> Dict comparable v -> Dict comparable v
remove key dict =
    case dict of
        Leaf ->
            Leaf

        Node _ k v left right ->
            case compare key k of
                LT ->
                    balance k v (remove key left) right

                EQ ->
                    glue left right

                GT ->
                    balance k v left (remove key right)



-- QUERY


{-| Whether there is nothing in it.
-}
isEmpty : Dict k v -> Bool
isEmpty dict =
    case dict of
        Leaf ->
            True

        Node _ _ _ _ _ ->
            False


{-| Whether there is a value under a key.
-}
member : comparable -> Dict comparable v -> Bool
member key dict =
    case dict of
        Leaf ->
            False

        Node _ k _ left right ->
            case compare key k of
                LT ->
                    member key left

                EQ ->
                    True

                GT ->
                    member key right


{-| What is under a key.
-}
get : comparable -> Dict comparable v -> Maybe v
get key dict =
    case dict of
        Leaf ->
            Nothing

        Node _ k v left right ->
            case compare key k of
                LT ->
                    get key left

                EQ ->
                    Just v

                GT ->
                    get key right


{-| How many keys it has.
-}
size : Dict k v -> Int
size dict =
    case dict of
        Leaf ->
            0

        Node count _ _ _ _ ->
            count



-- LISTS


{-| The keys in their order.
-}
keys : Dict k v -> List k
keys dict =
    foldr (\key _ list -> key :: list) [] dict


{-| The values in the order of their keys.
-}
values : Dict k v -> List v
values dict =
    foldr (\_ value list -> value :: list) [] dict


{-| Keys and values in the order of the keys.
-}
toList : Dict k v -> List ( k, v )
toList dict =
    foldr (\key value list -> ( key, value ) :: list) [] dict


{-| Of keys and values. Where a key comes twice, the last counts.
-}
fromList : List ( comparable, v ) -> Dict comparable v
fromList list =
    fromListOnto Leaf list


fromListOnto : Dict comparable v -> List ( comparable, v ) -> Dict comparable v
fromListOnto dict list =
    case list of
        [] ->
            dict

        ( key, value ) :: rest ->
            fromListOnto (insert key value dict) rest



-- TRANSFORM


{-| Apply a function to each value.
-}
map : (k -> a -> b) -> Dict k a -> Dict k b
map f dict =
    case dict of
        Leaf ->
            Leaf

        Node count key value left right ->
            Node count key (f key value) (map f left) (map f right)


{-| Reduce from the lowest key to the highest.
-}
foldl : (k -> v -> b -> b) -> b -> Dict k v -> b
foldl f state dict =
    case dict of
        Leaf ->
            state

        Node _ key value left right ->
            foldl f (f key value (foldl f state left)) right


{-| Reduce from the highest key to the lowest.
-}
foldr : (k -> v -> b -> b) -> b -> Dict k v -> b
foldr f state dict =
    case dict of
        Leaf ->
            state

        Node _ key value left right ->
            foldr f (f key value (foldr f state right)) left


{-| What passes a test.
-}
filter : (comparable -> v -> Bool) -> Dict comparable v -> Dict comparable v
filter isGood dict =
    case dict of
        Leaf ->
            Leaf

        Node _ key value left right ->
            let
                goodLeft =
                    filter isGood left
            in
            if isGood key value then
                join key value goodLeft (filter isGood right)

            else
                concat goodLeft (filter isGood right)


{-| What passes a test, and what doesn't.
-}
partition : (comparable -> v -> Bool) -> Dict comparable v -> ( Dict comparable v, Dict comparable v )
partition isGood dict =
    case dict of
        Leaf ->
            ( Leaf, Leaf )

        Node _ key value left right ->
            let
                ( goodLeft, badLeft ) =
                    partition isGood left

                good =
                    isGood key value

                ( goodRight, badRight ) =
                    partition isGood right
            in
            if good then
                ( join key value goodLeft goodRight, concat badLeft badRight )

            else
                ( concat goodLeft goodRight, join key value badLeft badRight )



-- COMBINE


{-| All of both. Where a key is in both, the first counts.
-}
union : Dict comparable v -> Dict comparable v -> Dict comparable v
union a b =
    case a of
        Leaf ->
            b

        Node _ key value left right ->
            case b of
                Leaf ->
                    a

                _ ->
                    join key value (union left (below key b)) (union right (above key b))


{-| What is in the first under keys that are in the second.
-}
intersect : Dict comparable v -> Dict comparable v -> Dict comparable v
intersect a b =
    case a of
        Leaf ->
            Leaf

        Node _ key value left right ->
            case b of
                Leaf ->
                    Leaf

                _ ->
                    let
                        bothLeft =
                            intersect left (below key b)

                        bothRight =
                            intersect right (above key b)
                    in
                    if member key b then
                        join key value bothLeft bothRight

                    else
                        concat bothLeft bothRight


{-| What is in the first under keys that are not in the second.
-}
diff : Dict comparable a -> Dict comparable b -> Dict comparable a
diff a b =
    case b of
        Leaf ->
            a

        Node _ key _ left right ->
            case a of
                Leaf ->
                    Leaf

                _ ->
                    concat (diff (below key a) left) (diff (above key a) right)


{-| Reduce two at once, from the lowest key to the highest: a function each for keys that are only in the
first, in both, and only in the second.
-}
merge :
    (comparable -> a -> result -> result)
    -> (comparable -> a -> b -> result -> result)
    -> (comparable -> b -> result -> result)
    -> Dict comparable a
    -> Dict comparable b
    -> result
    -> result
merge onlyA both onlyB a b state =
    mergeLists onlyA both onlyB (toList a) (toList b) state


mergeLists :
    (comparable -> a -> result -> result)
    -> (comparable -> a -> b -> result -> result)
    -> (comparable -> b -> result -> result)
    -> List ( comparable, a )
    -> List ( comparable, b )
    -> result
    -> result
mergeLists onlyA both onlyB listA listB state =
    case listA of
        [] ->
            List.foldl (\( key, value ) result -> onlyB key value result) state listB

        ( keyA, valueA ) :: restA ->
            case listB of
                [] ->
                    List.foldl (\( key, value ) result -> onlyA key value result) state listA

                ( keyB, valueB ) :: restB ->
                    case compare keyA keyB of
                        LT ->
                            mergeLists onlyA both onlyB restA listB (onlyA keyA valueA state)

                        EQ ->
                            mergeLists onlyA both onlyB restA restB (both keyA valueA valueB state)

                        GT ->
                            mergeLists onlyA both onlyB listA restB (onlyB keyB valueB state)



-- BALANCE


{-| A node whose sides are in balance.
-}
node : k -> v -> Dict k v -> Dict k v -> Dict k v
node key value left right =
    Node (size left + size right + 1) key value left right


{-| A node of sides that were in balance before one key came or went.
-}
balance : k -> v -> Dict k v -> Dict k v -> Dict k v
balance key value left right =
    balanceSized (size left) (size right) key value left right


{-| The same with the sizes of both sides, so that nobody has to look at a side that has not changed.
-}
balanceSized : Int -> Int -> k -> v -> Dict k v -> Dict k v -> Dict k v
balanceSized leftSize rightSize key value left right =
    if leftSize + rightSize <= 1 then
        Node (leftSize + rightSize + 1) key value left right

    else if rightSize > 3 * leftSize then
        rotateLeft key value left right

    else if leftSize > 3 * rightSize then
        rotateRight key value left right

    else
        Node (leftSize + rightSize + 1) key value left right


rotateLeft : k -> v -> Dict k v -> Dict k v -> Dict k v
rotateLeft key value left right =
    case right of
        Leaf ->
            node key value left right

        Node _ rightKey rightValue inner outer ->
            if size inner < 2 * size outer then
                node rightKey rightValue (node key value left inner) outer

            else
                case inner of
                    Leaf ->
                        node rightKey rightValue (node key value left inner) outer

                    Node _ innerKey innerValue innerLeft innerRight ->
                        node innerKey
                            innerValue
                            (node key value left innerLeft)
                            (node rightKey rightValue innerRight outer)


rotateRight : k -> v -> Dict k v -> Dict k v -> Dict k v
rotateRight key value left right =
    case left of
        Leaf ->
            node key value left right

        Node _ leftKey leftValue outer inner ->
            if size inner < 2 * size outer then
                node leftKey leftValue outer (node key value inner right)

            else
                case inner of
                    Leaf ->
                        node leftKey leftValue outer (node key value inner right)

                    Node _ innerKey innerValue innerLeft innerRight ->
                        node innerKey
                            innerValue
                            (node leftKey leftValue outer innerLeft)
                            (node key value innerRight right)


{-| Two trees of any sizes with a key between them.
-}
join : k -> v -> Dict k v -> Dict k v -> Dict k v
join key value left right =
    case left of
        Leaf ->
            insertLowest key value right

        Node leftSize leftKey leftValue leftLeft leftRight ->
            case right of
                Leaf ->
                    insertHighest key value left

                Node rightSize rightKey rightValue rightLeft rightRight ->
                    if 3 * leftSize < rightSize then
                        balance rightKey rightValue (join key value left rightLeft) rightRight

                    else if 3 * rightSize < leftSize then
                        balance leftKey leftValue leftLeft (join key value leftRight right)

                    else
                        Node (leftSize + rightSize + 1) key value left right


insertLowest : k -> v -> Dict k v -> Dict k v
insertLowest key value dict =
    case dict of
        Leaf ->
            Node 1 key value Leaf Leaf

        Node _ k v left right ->
            balance k v (insertLowest key value left) right


insertHighest : k -> v -> Dict k v -> Dict k v
insertHighest key value dict =
    case dict of
        Leaf ->
            Node 1 key value Leaf Leaf

        Node _ k v left right ->
            balance k v left (insertHighest key value right)


{-| Two trees of any sizes, all keys of the first below those of the second.
-}
concat : Dict k v -> Dict k v -> Dict k v
concat left right =
    case left of
        Leaf ->
            right

        Node leftSize leftKey leftValue leftLeft leftRight ->
            case right of
                Leaf ->
                    left

                Node rightSize rightKey rightValue rightLeft rightRight ->
                    if 3 * leftSize < rightSize then
                        balance rightKey rightValue (concat left rightLeft) rightRight

                    else if 3 * rightSize < leftSize then
                        balance leftKey leftValue leftLeft (concat leftRight right)

                    else
                        glue left right


{-| Two trees in balance with each other, all keys of the first below those of the second.
-}
glue : Dict k v -> Dict k v -> Dict k v
glue left right =
    case left of
        Leaf ->
            right

        Node leftSize leftKey leftValue leftLeft leftRight ->
            case right of
                Leaf ->
                    left

                Node rightSize rightKey rightValue rightLeft rightRight ->
                    if leftSize > rightSize then
                        let
                            ( key, value ) =
                                highest leftKey leftValue leftRight
                        in
                        balance key value (withoutHighest leftKey leftValue leftLeft leftRight) right

                    else
                        let
                            ( key, value ) =
                                lowest rightKey rightValue rightLeft
                        in
                        balance key value left (withoutLowest rightKey rightValue rightLeft rightRight)


lowest : k -> v -> Dict k v -> ( k, v )
lowest key value left =
    case left of
        Leaf ->
            ( key, value )

        Node _ k v l _ ->
            lowest k v l


highest : k -> v -> Dict k v -> ( k, v )
highest key value right =
    case right of
        Leaf ->
            ( key, value )

        Node _ k v _ r ->
            highest k v r


withoutLowest : k -> v -> Dict k v -> Dict k v -> Dict k v
withoutLowest key value left right =
    case left of
        Leaf ->
            right

        Node _ k v l r ->
            balance key value (withoutLowest k v l r) right


withoutHighest : k -> v -> Dict k v -> Dict k v -> Dict k v
withoutHighest key value left right =
    case right of
        Leaf ->
            left

        Node _ k v l r ->
            balance key value left (withoutHighest k v l r)


{-| What is under keys lower than the given.
-}
below : comparable -> Dict comparable v -> Dict comparable v
below key dict =
    case dict of
        Leaf ->
            Leaf

        Node _ k v left right ->
            case compare key k of
                LT ->
                    below key left

                EQ ->
                    left

                GT ->
                    join k v left (below key right)


{-| What is under keys higher than the given.
-}
above : comparable -> Dict comparable v -> Dict comparable v
above key dict =
    case dict of
        Leaf ->
            Leaf

        Node _ k v left right ->
            case compare key k of
                LT ->
                    join k v (above key left) right

                EQ ->
                    right

                GT ->
                    above key right

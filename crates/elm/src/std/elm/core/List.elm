module List exposing
    ( List, (::)
    , singleton, repeat, range
    , map, indexedMap, foldl, foldr, filter, filterMap
    , length, reverse, member, all, any, maximum, minimum, sum, product
    , append, concat, concatMap, intersperse, map2, map3, map4, map5
    , sort, sortBy, sortWith
    , isEmpty, head, tail, take, drop, partition, unzip
    )

{-| Lists. None of these functions needs stack in proportion to the length.

@docs List, (::)
@docs singleton, repeat, range
@docs map, indexedMap, foldl, foldr, filter, filterMap
@docs length, reverse, member, all, any, maximum, minimum, sum, product
@docs append, concat, concatMap, intersperse, map2, map3, map4, map5
@docs sort, sortBy, sortWith
@docs isEmpty, head, tail, take, drop, partition, unzip

-}

import Basics exposing (..)
import Maybe exposing (Maybe(..))


infix right 5 (::) = cons


{-| Values of one type, in a row.
-}
type List a


{-| A value in front of a list.
-}
cons : a -> List a -> List a


{-| A new cell with a value, at the end of a list that is being built. Building from the front, with `extend`
and `finish`, needs neither stack nor a second pass.
-}
fresh : a -> List a


{-| Puts a new cell with a value behind the last cell, and gives back the new one.
-}
extend : List a -> a -> List a


{-| `finish start last end` puts `end` behind the last cell, and gives back `start`.
-}
finish : List a -> List a -> List a -> List a


{-| A list of one value.
-}
singleton : a -> List a
singleton value =
    [ value ]


{-| The same value a number of times.
-}
repeat : Int -> a -> List a
repeat n value =
    repeatOnto [] n value


repeatOnto : List a -> Int -> a -> List a
repeatOnto list n value =
    if n <= 0 then
        list

    else
        repeatOnto (value :: list) (n - 1) value


{-| The whole numbers from one to another, both included.
-}
range : Int -> Int -> List Int
range low high =
    rangeOnto [] low high


rangeOnto : List Int -> Int -> Int -> List Int
rangeOnto list low high =
    if low <= high then
        rangeOnto (high :: list) low (high - 1)

    else
        list


{-| Apply a function to each value.
-}
map : (a -> b) -> List a -> List b
map f list =
    case list of
        [] ->
            []

        x :: rest ->
            let
                start =
                    fresh (f x)
            in
            mapLink f start start rest


mapLink : (a -> b) -> List b -> List b -> List a -> List b
mapLink f start last list =
    case list of
        [] ->
            start

        x :: rest ->
            mapLink f start (extend last (f x)) rest


{-| Apply a function to each value and its index, from 0.
-}
indexedMap : (Int -> a -> b) -> List a -> List b
indexedMap f list =
    case list of
        [] ->
            []

        x :: rest ->
            let
                start =
                    fresh (f 0 x)
            in
            indexedMapLink f start start 1 rest


indexedMapLink : (Int -> a -> b) -> List b -> List b -> Int -> List a -> List b
indexedMapLink f start last index list =
    case list of
        [] ->
            start

        x :: rest ->
            indexedMapLink f start (extend last (f index x)) (index + 1) rest


{-| Reduce a list from its front.
-}
foldl : (a -> b -> b) -> b -> List a -> b
foldl f state list =
    case list of
        [] ->
            state

        x :: rest ->
            foldl f (f x state) rest


{-| Reduce a list from its end.
-}
foldr : (a -> b -> b) -> b -> List a -> b
foldr f state list =
    case list of
        [] ->
            state

        [ a ] ->
            f a state

        [ a, b ] ->
            f a (f b state)

        [ a, b, c ] ->
            f a (f b (f c state))

        _ ->
            foldl f state (reverse list)


{-| The values that pass a test.
-}
filter : (a -> Bool) -> List a -> List a
filter isGood list =
    case list of
        [] ->
            []

        x :: rest ->
            if isGood x then
                let
                    start =
                        fresh x
                in
                filterLink isGood start start rest

            else
                filter isGood rest


filterLink : (a -> Bool) -> List a -> List a -> List a -> List a
filterLink isGood start last list =
    case list of
        [] ->
            start

        x :: rest ->
            if isGood x then
                filterLink isGood start (extend last x) rest

            else
                filterLink isGood start last rest


{-| What a function gives for each value, where it gives something.
-}
filterMap : (a -> Maybe b) -> List a -> List b
filterMap f list =
    case list of
        [] ->
            []

        x :: rest ->
            case f x of
                Just y ->
                    let
                        start =
                            fresh y
                    in
                    filterMapLink f start start rest

                Nothing ->
                    filterMap f rest


filterMapLink : (a -> Maybe b) -> List b -> List b -> List a -> List b
filterMapLink f start last list =
    case list of
        [] ->
            start

        x :: rest ->
            case f x of
                Just y ->
                    filterMapLink f start (extend last y) rest

                Nothing ->
                    filterMapLink f start last rest


{-| How many values it has.
-}
length : List a -> Int
length list =
    lengthFrom 0 list


lengthFrom : Int -> List a -> Int
lengthFrom count list =
    case list of
        [] ->
            count

        _ :: rest ->
            lengthFrom (count + 1) rest


{-| The values from the last to the first.
-}
reverse : List a -> List a
reverse list =
    reverseOnto [] list


reverseOnto : List a -> List a -> List a
reverseOnto end list =
    case list of
        [] ->
            end

        x :: rest ->
            reverseOnto (x :: end) rest


{-| Whether a value is in the list.
-}
member : a -> List a -> Bool
member value list =
    case list of
        [] ->
            False

        x :: rest ->
            if x == value then
                True

            else
                member value rest


{-| Whether all values pass a test.
-}
all : (a -> Bool) -> List a -> Bool
all isGood list =
    case list of
        [] ->
            True

        x :: rest ->
            if isGood x then
                all isGood rest

            else
                False


{-| Whether one of the values passes a test.
-}
any : (a -> Bool) -> List a -> Bool
any isGood list =
    case list of
        [] ->
            False

        x :: rest ->
            if isGood x then
                True

            else
                any isGood rest


{-| The largest value.
-}
maximum : List comparable -> Maybe comparable
maximum list =
    case list of
        [] ->
            Nothing

        x :: rest ->
            Just (foldl max x rest)


{-| The smallest value.
-}
minimum : List comparable -> Maybe comparable
minimum list =
    case list of
        [] ->
            Nothing

        x :: rest ->
            Just (foldl min x rest)


{-| The sum of the values.
-}
sum : List number -> number
sum list =
    sumFrom 0 list


sumFrom : number -> List number -> number
sumFrom total list =
    case list of
        [] ->
            total

        x :: rest ->
            sumFrom (x + total) rest


{-| The product of the values.
-}
product : List number -> number
product list =
    productFrom 1 list


productFrom : number -> List number -> number
productFrom total list =
    case list of
        [] ->
            total

        x :: rest ->
            productFrom (x * total) rest


{-| One list behind the other.
-}
append : List a -> List a -> List a
append left right =
    left ++ right


{-| The lists of a list, one behind the other.
-}
concat : List (List a) -> List a
concat lists =
    concatOnto [] (reverse lists)


concatOnto : List a -> List (List a) -> List a
concatOnto end lists =
    case lists of
        [] ->
            end

        list :: rest ->
            concatOnto (list ++ end) rest


{-| Apply a function that gives lists, and put them one behind the other.
-}
concatMap : (a -> List b) -> List a -> List b
concatMap f list =
    concat (map f list)


{-| Put a value between all neighbours.
-}
intersperse : a -> List a -> List a
intersperse separator list =
    case list of
        [] ->
            []

        x :: rest ->
            let
                start =
                    fresh x
            in
            intersperseLink separator start start rest


intersperseLink : a -> List a -> List a -> List a -> List a
intersperseLink separator start last list =
    case list of
        [] ->
            start

        x :: rest ->
            intersperseLink separator start (extend (extend last separator) x) rest


{-| Apply a function to the values of two lists, side by side, as far as both go.
-}
map2 : (a -> b -> result) -> List a -> List b -> List result
map2 f listA listB =
    map2Onto [] f listA listB


map2Onto : List result -> (a -> b -> result) -> List a -> List b -> List result
map2Onto done f listA listB =
    case listA of
        [] ->
            reverse done

        a :: restA ->
            case listB of
                [] ->
                    reverse done

                b :: restB ->
                    map2Onto (f a b :: done) f restA restB


{-| As `map2`, with three lists.
-}
map3 : (a -> b -> c -> result) -> List a -> List b -> List c -> List result
map3 f listA listB listC =
    map2 apply (map2 f listA listB) listC


{-| As `map2`, with four lists.
-}
map4 : (a -> b -> c -> d -> result) -> List a -> List b -> List c -> List d -> List result
map4 f listA listB listC listD =
    map2 apply (map3 f listA listB listC) listD


{-| As `map2`, with five lists.
-}
map5 : (a -> b -> c -> d -> e -> result) -> List a -> List b -> List c -> List d -> List e -> List result
map5 f listA listB listC listD listE =
    map2 apply (map4 f listA listB listC listD) listE


apply : (a -> b) -> a -> b
apply f x =
    f x


{-| From the smallest to the largest. Equal values keep their order.
-}
sort : List comparable -> List comparable
sort list =
    sortWith compare list


{-| By what a function gives for each value, from the smallest.
-}
sortBy : (a -> comparable) -> List a -> List a
sortBy key list =
    sortWith (\a b -> compare (key a) (key b)) list


{-| By a comparison of one's own. It is asked for a later value and an earlier one, and the later goes first only
where it is `LT`, as engines of JavaScript do it.
-}
sortWith : (a -> a -> Order) -> List a -> List a
sortWith order list =
    case list of
        [] ->
            list

        [ _ ] ->
            list

        _ ->
            let
                ( sorted, _ ) =
                    sortFirst order (length list) list
            in
            sorted


{-| The first `count` values sorted, and what is behind them. The depth is the logarithm of `count`.
-}
sortFirst : (a -> a -> Order) -> Int -> List a -> ( List a, List a )
sortFirst order count list =
    case list of
        [] ->
            ( [], [] )

        x :: rest ->
            if count <= 1 then
                ( [ x ], rest )

            else
                let
                    half =
                        count // 2

                    ( left, behindLeft ) =
                        sortFirst order half list

                    ( right, behind ) =
                        sortFirst order (count - half) behindLeft
                in
                ( merge order left right, behind )


merge : (a -> a -> Order) -> List a -> List a -> List a
merge order left right =
    case left of
        [] ->
            right

        x :: restLeft ->
            case right of
                [] ->
                    left

                y :: restRight ->
                    if order y x == LT then
                        let
                            start =
                                fresh y
                        in
                        mergeLink order start start left restRight

                    else
                        let
                            start =
                                fresh x
                        in
                        mergeLink order start start restLeft right


mergeLink : (a -> a -> Order) -> List a -> List a -> List a -> List a -> List a
mergeLink order start last left right =
    case left of
        [] ->
            finish start last right

        x :: restLeft ->
            case right of
                [] ->
                    finish start last left

                y :: restRight ->
                    if order y x == LT then
                        mergeLink order start (extend last y) left restRight

                    else
                        mergeLink order start (extend last x) restLeft right


{-| Whether there is no value in it.
-}
isEmpty : List a -> Bool
isEmpty list =
    case list of
        [] ->
            True

        _ ->
            False


{-| The first value.
-}
head : List a -> Maybe a
head list =
    case list of
        [] ->
            Nothing

        x :: _ ->
            Just x


{-| What is behind the first value.
-}
tail : List a -> Maybe (List a)
tail list =
    case list of
        [] ->
            Nothing

        _ :: rest ->
            Just rest


{-| The first so many values.
-}
take : Int -> List a -> List a
take n list =
    if n <= 0 then
        []

    else
        case list of
            [] ->
                []

            x :: rest ->
                let
                    start =
                        fresh x
                in
                takeLink start start (n - 1) rest


takeLink : List a -> List a -> Int -> List a -> List a
takeLink start last n list =
    if n <= 0 then
        start

    else
        case list of
            [] ->
                start

            x :: rest ->
                takeLink start (extend last x) (n - 1) rest


{-| What is behind the first so many values.
-}
drop : Int -> List a -> List a
drop n list =
    if n <= 0 then
        list

    else
        case list of
            [] ->
                []

            _ :: rest ->
                drop (n - 1) rest


{-| The values that pass a test, and those that don't.
-}
partition : (a -> Bool) -> List a -> ( List a, List a )
partition isGood list =
    partitionOnto isGood [] [] list


partitionOnto : (a -> Bool) -> List a -> List a -> List a -> ( List a, List a )
partitionOnto isGood good bad list =
    case list of
        [] ->
            ( reverse good, reverse bad )

        x :: rest ->
            if isGood x then
                partitionOnto isGood (x :: good) bad rest

            else
                partitionOnto isGood good (x :: bad) rest


{-| A list of pairs as a pair of lists.
-}
unzip : List ( a, b ) -> ( List a, List b )
unzip pairs =
    unzipOnto [] [] (reverse pairs)


unzipOnto : List a -> List b -> List ( a, b ) -> ( List a, List b )
unzipOnto left right pairs =
    case pairs of
        [] ->
            ( left, right )

        ( a, b ) :: rest ->
            unzipOnto (a :: left) (b :: right) rest

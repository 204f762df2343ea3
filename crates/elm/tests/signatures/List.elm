module List exposing (..)

import Basics exposing (..)
import Maybe exposing (Maybe)

infix right 5 (::) = cons

singleton : a -> List a

repeat : Int -> a -> List a

repeatHelp : List a -> Int -> a -> List a

range : Int -> Int -> List Int

rangeHelp : Int -> Int -> List Int -> List Int

type List a

cons : a -> List a -> List a

map : (a -> b) -> List a -> List b

indexedMap : (Int -> a -> b) -> List a -> List b

foldl : (a -> b -> b) -> b -> List a -> b

foldr : (a -> b -> b) -> b -> List a -> b

foldrHelper : (a -> b -> b) -> b -> Int -> List a -> b

filter : (a -> Bool) -> List a -> List a

filterMap : (a -> Maybe b) -> List a -> List b

maybeCons : (a -> Maybe b) -> a -> List b -> List b

length : List a -> Int

reverse : List a -> List a

member : a -> List a -> Bool

all : (a -> Bool) -> List a -> Bool

any : (a -> Bool) -> List a -> Bool

maximum : List comparable -> Maybe comparable

minimum : List comparable -> Maybe comparable

sum : List number -> number

product : List number -> number

append : List a -> List a -> List a

concat : List (List a) -> List a

concatMap : (a -> List b) -> List a -> List b

intersperse : a -> List a -> List a

map2 : (a -> b -> result) -> List a -> List b -> List result

map3 : (a -> b -> c -> result) -> List a -> List b -> List c -> List result

map4 : (a -> b -> c -> d -> result) -> List a -> List b -> List c -> List d -> List result

map5 : (a -> b -> c -> d -> e -> result) -> List a -> List b -> List c -> List d -> List e -> List result

sort : List comparable -> List comparable

sortBy : (a -> comparable) -> List a -> List a

sortWith : (a -> a -> Order) -> List a -> List a

isEmpty : List a -> Bool

head : List a -> Maybe a

tail : List a -> Maybe (List a)

take : Int -> List a -> List a

takeFast : Int -> Int -> List a -> List a

takeTailRec : Int -> List a -> List a

takeReverse : Int -> List a -> List a -> List a

drop : Int -> List a -> List a

partition : (a -> Bool) -> List a -> (List a, List a)

unzip : List (a,b) -> (List a, List b)

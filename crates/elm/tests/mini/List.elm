module List exposing (List, (::), map, foldl, foldr, length, range, singleton, filter, member, reverse)

import Basics exposing (..)

infix right 5 (::) = cons

type List a

cons : a -> List a -> List a

foldl : (a -> b -> b) -> b -> List a -> b
foldl func acc list =
    case list of
        [] ->
            acc

        x :: xs ->
            foldl func (func x acc) xs

foldr : (a -> b -> b) -> b -> List a -> b
foldr func acc list =
    foldl func acc (reverse list)

reverse : List a -> List a
reverse list =
    foldl cons [] list

map : (a -> b) -> List a -> List b
map f xs =
    foldr (\x acc -> cons (f x) acc) [] xs

filter : (a -> Bool) -> List a -> List a
filter keep xs =
    foldr (\x acc -> if keep x then cons x acc else acc) [] xs

length : List a -> Int
length xs =
    foldl (\_ n -> n + 1) 0 xs

range : Int -> Int -> List Int

singleton : a -> List a
singleton x = [ x ]

member : a -> List a -> Bool

module String exposing (..)

import Basics exposing (..)
import Char exposing (Char)
import List exposing (List)
import Maybe exposing (Maybe)

type String

isEmpty : String -> Bool

length : String -> Int

reverse : String -> String

repeat : Int -> String -> String

repeatHelp : Int -> String -> String -> String

replace : String -> String -> String -> String

append : String -> String -> String

concat : List String -> String

split : String -> String -> List String

join : String -> List String -> String

words : String -> List String

lines : String -> List String

slice : Int -> Int -> String -> String

left : Int -> String -> String

right : Int -> String -> String

dropLeft : Int -> String -> String

dropRight : Int -> String -> String

contains : String -> String -> Bool

startsWith : String -> String -> Bool

endsWith : String -> String -> Bool

indexes : String -> String -> List Int

indices : String -> String -> List Int

toUpper : String -> String

toLower : String -> String

pad : Int -> Char -> String -> String

padLeft : Int -> Char -> String -> String

padRight : Int -> Char -> String -> String

trim : String -> String

trimLeft : String -> String

trimRight : String -> String

toInt : String -> Maybe Int

fromInt : Int -> String

toFloat : String -> Maybe Float

fromFloat : Float -> String

toList : String -> List Char

fromList : List Char -> String

fromChar : Char -> String

cons : Char -> String -> String

uncons : String -> Maybe (Char, String)

map : (Char -> Char) -> String -> String

filter : (Char -> Bool) -> String -> String

foldl : (Char -> b -> b) -> b -> String -> b

foldr : (Char -> b -> b) -> b -> String -> b

any : (Char -> Bool) -> String -> Bool

all : (Char -> Bool) -> String -> Bool

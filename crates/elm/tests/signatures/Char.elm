module Char exposing (..)

import Basics exposing (..)

type Char

isUpper : Char -> Bool

isLower : Char -> Bool

isAlpha : Char -> Bool

isAlphaNum : Char -> Bool

isDigit : Char -> Bool

isOctDigit : Char -> Bool

isHexDigit : Char -> Bool

toUpper : Char -> Char

toLower : Char -> Char

toLocaleUpper : Char -> Char

toLocaleLower : Char -> Char

toCode : Char -> Int

fromCode : Int -> Char

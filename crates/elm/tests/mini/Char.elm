module Char exposing (Char, toCode)

import Basics exposing (Int)

type Char

toCode : Char -> Int

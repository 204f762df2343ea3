module BuildAmp.Internal.Text exposing (charAt, indexOf, startsAt, unitAt)

{-| The primitives of `String` for other modules of the standard library.

@docs charAt, indexOf, startsAt, unitAt

-}

import Basics exposing (Bool, Int)
import Char exposing (Char)
import String exposing (String)


{-| The UTF-16 unit at an offset inside the string.
-}
unitAt : Int -> String -> Int


{-| The character that starts at an offset inside the string; half of a pair is a character of its own.
-}
charAt : Int -> String -> Char


{-| Where a part comes first, at an offset or behind it; -1 if it doesn't.
-}
indexOf : String -> Int -> String -> Int


{-| Whether a part stands at an offset.
-}
startsAt : String -> Int -> String -> Bool

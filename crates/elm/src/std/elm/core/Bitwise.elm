module Bitwise exposing
    ( and, or, xor, complement
    , shiftLeftBy, shiftRightBy, shiftRightZfBy
    )

{-| Bits of whole numbers, cut to 32.

@docs and, or, xor, complement
@docs shiftLeftBy, shiftRightBy, shiftRightZfBy

-}

import Basics exposing (Int)


{-| Bits that both have.
-}
and : Int -> Int -> Int


{-| Bits that one of them has.
-}
or : Int -> Int -> Int


{-| Bits that exactly one of them has.
-}
xor : Int -> Int -> Int


{-| Each bit turned over.
-}
complement : Int -> Int


{-| The second number, shifted left by the first; zeros come in.
-}
shiftLeftBy : Int -> Int -> Int


{-| The second number, shifted right by the first; its sign comes in.
-}
shiftRightBy : Int -> Int -> Int


{-| The second number, shifted right by the first; zeros come in.
-}
shiftRightZfBy : Int -> Int -> Int

module BuildAmp.Internal.Flat exposing
    ( Flat
    , empty, fromList, singleton
    , length, get
    , set, push, take
    )

{-| Values side by side in memory: what the nodes of an [`Array`](Array#Array) are made of.

@docs Flat
@docs empty, fromList, singleton
@docs length, get
@docs set, push, take

-}

import Basics exposing (Int)
import List exposing (List)


{-| Values side by side.
-}
type Flat a


{-| None.
-}
empty : Flat a


{-| One.
-}
singleton : a -> Flat a
singleton value =
    push value empty


{-| The first so many values of a list, or all that it has.
-}
fromList : Int -> List a -> Flat a


{-| How many there are.
-}
length : Flat a -> Int


{-| The value at an index that is in bounds.
-}
get : Int -> Flat a -> a


{-| A copy with another value at an index that is in bounds.
-}
set : Int -> a -> Flat a -> Flat a


{-| One more at the end.
-}
push : a -> Flat a -> Flat a


{-| The first so many.
-}
take : Int -> Flat a -> Flat a

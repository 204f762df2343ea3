module Bytes exposing (Bytes, width, Endianness(..), getHostEndianness)

{-| Bytes in a row.

@docs Bytes, width, Endianness, getHostEndianness

-}

import Task exposing (Task)


{-| Bytes in a row.
-}
type Bytes


{-| How many there are.
-}
width : Bytes -> Int


{-| Which byte of a number comes first: the least or the most significant.
-}
type Endianness
    = LE
    | BE


{-| How the machine has it. Only for checking: tasks don't run on the server.
-}
getHostEndianness : Task x Endianness

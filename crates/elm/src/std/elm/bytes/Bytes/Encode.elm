module Bytes.Encode exposing
    ( encode, Encoder
    , signedInt8, signedInt16, signedInt32
    , unsignedInt8, unsignedInt16, unsignedInt32
    , float32, float64
    , bytes
    , string, getStringWidth
    , sequence
    )

{-| From Elm values to bytes.

@docs encode, Encoder
@docs signedInt8, signedInt16, signedInt32
@docs unsignedInt8, unsignedInt16, unsignedInt32
@docs float32, float64
@docs bytes
@docs string, getStringWidth
@docs sequence

-}

import Bytes exposing (Bytes, Endianness(..))


{-| How to write bytes.
-}
type Encoder
    = Piece Bytes
    | Sequence (List Encoder)



-- PRIMITIVES


{-| A whole number in so many bytes, the least significant first or last; what doesn't fit is cut off.
-}
integer : Int -> Bool -> Int -> Bytes


{-| A float in four or eight bytes, the least significant first or last.
-}
floating : Int -> Bool -> Float -> Bytes


{-| A text in UTF-8.
-}
utf8 : String -> Bytes


{-| How many bytes a text has in UTF-8.
-}
utf8Width : String -> Int


{-| All bytes, one behind the other.
-}
join : List Bytes -> Bytes



-- ENCODERS


{-| Write the bytes.
-}
encode : Encoder -> Bytes
encode encoder =
    case encoder of
        Piece piece ->
            piece

        Sequence encoders ->
            join (List.reverse (List.foldl collect [] encoders))


{-| The pieces of an encoder, the last first. The depth is that of sequences inside each other.
-}
collect : Encoder -> List Bytes -> List Bytes
collect encoder pieces =
    case encoder of
        Piece piece ->
            piece :: pieces

        Sequence encoders ->
            List.foldl collect pieces encoders


isLittle : Endianness -> Bool
isLittle endianness =
    case endianness of
        LE ->
            True

        BE ->
            False


{-| A number from -128 to 127.
-}
signedInt8 : Int -> Encoder
signedInt8 n =
    Piece (integer 1 False n)


{-| A number of 16 bits.
-}
signedInt16 : Endianness -> Int -> Encoder
signedInt16 endianness n =
    Piece (integer 2 (isLittle endianness) n)


{-| A number of 32 bits.
-}
signedInt32 : Endianness -> Int -> Encoder
signedInt32 endianness n =
    Piece (integer 4 (isLittle endianness) n)


{-| A number from 0 to 255.
-}
unsignedInt8 : Int -> Encoder
unsignedInt8 n =
    Piece (integer 1 False n)


{-| A number of 16 bits, not negative.
-}
unsignedInt16 : Endianness -> Int -> Encoder
unsignedInt16 endianness n =
    Piece (integer 2 (isLittle endianness) n)


{-| A number of 32 bits, not negative.
-}
unsignedInt32 : Endianness -> Int -> Encoder
unsignedInt32 endianness n =
    Piece (integer 4 (isLittle endianness) n)


{-| A float of 32 bits.
-}
float32 : Endianness -> Float -> Encoder
float32 endianness n =
    Piece (floating 4 (isLittle endianness) n)


{-| A float of 64 bits.
-}
float64 : Endianness -> Float -> Encoder
float64 endianness n =
    Piece (floating 8 (isLittle endianness) n)


{-| Bytes as they are.
-}
bytes : Bytes -> Encoder
bytes piece =
    Piece piece


{-| A text in UTF-8. Its length is not written.
-}
string : String -> Encoder
string text =
    Piece (utf8 text)


{-| How many bytes a text has in UTF-8.
-}
getStringWidth : String -> Int
getStringWidth text =
    utf8Width text


{-| Several, one behind the other.
-}
sequence : List Encoder -> Encoder
sequence encoders =
    Sequence encoders

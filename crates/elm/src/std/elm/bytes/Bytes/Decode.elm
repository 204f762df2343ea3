module Bytes.Decode exposing
    ( Decoder, decode
    , signedInt8, signedInt16, signedInt32
    , unsignedInt8, unsignedInt16, unsignedInt32
    , float32, float64
    , string
    , bytes
    , map, map2, map3, map4, map5
    , andThen, succeed, fail
    , Step(..), loop
    )

{-| From bytes to Elm values.

@docs Decoder, decode
@docs signedInt8, signedInt16, signedInt32
@docs unsignedInt8, unsignedInt16, unsignedInt32
@docs float32, float64
@docs string
@docs bytes
@docs map, map2, map3, map4, map5
@docs andThen, succeed, fail
@docs Step, loop

-}

import Bytes exposing (Bytes, Endianness(..))


{-| How to read bytes, from an offset on.
-}
type Decoder a
    = Decoder (Bytes -> Int -> Outcome a)


{-| The offset behind what was read, and what it is.
-}
type Outcome a
    = Read Int a
    | Failed



-- PRIMITIVES


{-| The byte at an offset that is in bounds.
-}
byteAt : Int -> Bytes -> Int


{-| The float of four or eight bytes at an offset that is in bounds, the least significant first or last.
-}
floatAt : Int -> Bool -> Int -> Bytes -> Float


{-| So many bytes from an offset on, all in bounds.
-}
slice : Int -> Int -> Bytes -> Bytes


{-| Whether bytes are UTF-8.
-}
isUtf8 : Bytes -> Bool


{-| The text of bytes that are UTF-8.
-}
fromUtf8 : Bytes -> String



-- RUN


{-| Read bytes; nothing where they end too early or a decoder fails.
-}
decode : Decoder a -> Bytes -> Maybe a
decode decoder source =
    case run decoder source 0 of
        Read _ a ->
            Just a

        Failed ->
            Nothing


run : Decoder a -> Bytes -> Int -> Outcome a
run (Decoder read) source offset =
    read source offset


{-| A decoder that reads so many bytes.
-}
sized : Int -> (Bytes -> Int -> a) -> Decoder a
sized count read =
    Decoder
        (\source offset ->
            if count >= 0 && offset + count <= Bytes.width source then
                Read (offset + count) (read source offset)

            else
                Failed
        )



-- NUMBERS


{-| A number from -128 to 127.
-}
signedInt8 : Decoder Int
signedInt8 =
    sized 1 (\source offset -> signed 128 (byteAt offset source))


{-| A number of 16 bits.
-}
signedInt16 : Endianness -> Decoder Int
signedInt16 endianness =
    sized 2 (\source offset -> signed 0x8000 (unsigned16 endianness source offset))


{-| A number of 32 bits.
-}
signedInt32 : Endianness -> Decoder Int
signedInt32 endianness =
    sized 4 (\source offset -> signed 0x80000000 (unsigned32 endianness source offset))


{-| A number from 0 to 255.
-}
unsignedInt8 : Decoder Int
unsignedInt8 =
    sized 1 (\source offset -> byteAt offset source)


{-| A number of 16 bits, not negative.
-}
unsignedInt16 : Endianness -> Decoder Int
unsignedInt16 endianness =
    sized 2 (unsigned16 endianness)


{-| A number of 32 bits, not negative.
-}
unsignedInt32 : Endianness -> Decoder Int
unsignedInt32 endianness =
    sized 4 (unsigned32 endianness)


signed : Int -> Int -> Int
signed half n =
    if n < half then
        n

    else
        n - 2 * half


unsigned16 : Endianness -> Bytes -> Int -> Int
unsigned16 endianness source offset =
    case endianness of
        LE ->
            byteAt offset source + 256 * byteAt (offset + 1) source

        BE ->
            256 * byteAt offset source + byteAt (offset + 1) source


unsigned32 : Endianness -> Bytes -> Int -> Int
unsigned32 endianness source offset =
    case endianness of
        LE ->
            unsigned16 LE source offset + 0x00010000 * unsigned16 LE source (offset + 2)

        BE ->
            0x00010000 * unsigned16 BE source offset + unsigned16 BE source (offset + 2)


{-| A float of 32 bits.
-}
float32 : Endianness -> Decoder Float
float32 endianness =
    sized 4 (\source offset -> floatAt 4 (endianness == LE) offset source)


{-| A float of 64 bits.
-}
float64 : Endianness -> Decoder Float
float64 endianness =
    sized 8 (\source offset -> floatAt 8 (endianness == LE) offset source)



-- BYTES AND TEXT


{-| So many bytes.
-}
bytes : Int -> Decoder Bytes
bytes count =
    sized count (\source offset -> slice offset count source)


{-| A text of so many bytes in UTF-8.
-}
string : Int -> Decoder String
string count =
    andThen
        (\piece ->
            if isUtf8 piece then
                succeed (fromUtf8 piece)

            else
                fail
        )
        (bytes count)



-- COMBINE


{-| A value, without reading.
-}
succeed : a -> Decoder a
succeed a =
    Decoder (\_ offset -> Read offset a)


{-| A failure.
-}
fail : Decoder a
fail =
    Decoder (\_ _ -> Failed)


{-| Go on with a decoder that depends on a value.
-}
andThen : (a -> Decoder b) -> Decoder a -> Decoder b
andThen next decoder =
    Decoder
        (\source offset ->
            case run decoder source offset of
                Read behind a ->
                    run (next a) source behind

                Failed ->
                    Failed
        )


{-| Apply a function to what is read.
-}
map : (a -> b) -> Decoder a -> Decoder b
map f decoder =
    Decoder
        (\source offset ->
            case run decoder source offset of
                Read behind a ->
                    Read behind (f a)

                Failed ->
                    Failed
        )


{-| Read two values, one behind the other, and apply a function to them.
-}
map2 : (a -> b -> result) -> Decoder a -> Decoder b -> Decoder result
map2 f decoderA decoderB =
    Decoder
        (\source offset ->
            case run decoderA source offset of
                Read behindA a ->
                    case run decoderB source behindA of
                        Read behindB b ->
                            Read behindB (f a b)

                        Failed ->
                            Failed

                Failed ->
                    Failed
        )


{-| As `map2`, with three values.
-}
map3 : (a -> b -> c -> result) -> Decoder a -> Decoder b -> Decoder c -> Decoder result
map3 f decoderA decoderB decoderC =
    map2 apply (map2 f decoderA decoderB) decoderC


{-| As `map2`, with four values.
-}
map4 : (a -> b -> c -> d -> result) -> Decoder a -> Decoder b -> Decoder c -> Decoder d -> Decoder result
map4 f decoderA decoderB decoderC decoderD =
    map2 apply (map3 f decoderA decoderB decoderC) decoderD


{-| As `map2`, with five values.
-}
map5 :
    (a -> b -> c -> d -> e -> result)
    -> Decoder a
    -> Decoder b
    -> Decoder c
    -> Decoder d
    -> Decoder e
    -> Decoder result
map5 f decoderA decoderB decoderC decoderD decoderE =
    map2 apply (map4 f decoderA decoderB decoderC decoderD) decoderE


apply : (a -> b) -> a -> b
apply f a =
    f a



-- LOOPS


{-| Whether a loop goes on or is done.
-}
type Step state a
    = Loop state
    | Done a


{-| Read again and again.
-}
loop : state -> (state -> Decoder (Step state a)) -> Decoder a
loop start step =
    Decoder (\source offset -> loopFrom start step source offset)


loopFrom : state -> (state -> Decoder (Step state a)) -> Bytes -> Int -> Outcome a
loopFrom state step source offset =
    case run (step state) source offset of
        Read behind (Loop next) ->
            loopFrom next step source behind

        Read behind (Done a) ->
            Read behind a

        Failed ->
            Failed

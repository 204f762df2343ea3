module Elm.Kernel.Parser exposing
    ( chompBase10, consumeBase, consumeBase16
    , findSubString, isAsciiCode, isSubChar, isSubString
    )

{-| Looking at a text from an offset on: what `elm/parser` is written over. Offsets count UTF-16 units; rows and columns are
from 1 and go by characters.

@docs chompBase10, consumeBase, consumeBase16
@docs findSubString, isAsciiCode, isSubChar, isSubString

-}

import BuildAmp.Internal.Text as Text


{-| Whether a part stands at an offset: the offset behind it, with its row and column. The offset is -1 where it doesn't.
-}
isSubString : String -> Int -> Int -> Int -> String -> ( Int, Int, Int )
isSubString part offset row col source =
    if Text.startsAt part offset source then
        let
            behind =
                offset + String.length part
        in
        behindAll behind behind offset row col source

    else
        ( -1, row, col )


{-| Where a part comes first, which may be -1, with the row and column behind it, or behind the text where it is missing.
-}
findSubString : String -> Int -> Int -> Int -> String -> ( Int, Int, Int )
findSubString part offset row col source =
    let
        index =
            Text.indexOf part offset source
    in
    if index < 0 then
        behindAll -1 (String.length source) offset row col source

    else
        behindAll index (index + String.length part) offset row col source


{-| The row and column at an offset further on, with the offset to give.
-}
behindAll : Int -> Int -> Int -> Int -> Int -> String -> ( Int, Int, Int )
behindAll given target offset row col source =
    if offset >= target then
        ( given, row, col )

    else
        let
            unit =
                Text.unitAt offset source
        in
        if unit == 0x0A then
            behindAll given target (offset + 1) (row + 1) 1 source

        else if 0xD800 <= unit && unit <= 0xDFFF then
            behindAll given target (offset + 2) row (col + 1) source

        else
            behindAll given target (offset + 1) row (col + 1) source


{-| Whether the character at an offset passes a test: -1 if not, -2 if it is a line end, else the offset behind it.
-}
isSubChar : (Char -> Bool) -> Int -> String -> Int
isSubChar isGood offset source =
    if offset < String.length source then
        let
            char =
                Text.charAt offset source
        in
        if not (isGood char) then
            -1

        else if char == '\n' then
            -2

        else if Char.toCode char < 0x00010000 then
            offset + 1

        else
            offset + 2

    else
        -1


{-| Whether this unit stands at an offset.
-}
isAsciiCode : Int -> Int -> String -> Bool
isAsciiCode code offset source =
    offset < String.length source && Text.unitAt offset source == code


{-| The offset behind decimal digits.
-}
chompBase10 : Int -> String -> Int
chompBase10 offset source =
    if offset < String.length source && Text.unitAt offset source >= 0x30 && Text.unitAt offset source <= 0x39 then
        chompBase10 (offset + 1) source

    else
        offset


{-| The offset behind the digits of a base up to 10, and the number that they are.
-}
consumeBase : Int -> Int -> String -> ( Int, Int )
consumeBase base offset source =
    consumeBaseFrom base offset source 0


consumeBaseFrom : Int -> Int -> String -> Int -> ( Int, Int )
consumeBaseFrom base offset source total =
    if offset < String.length source then
        let
            digit =
                Text.unitAt offset source - 0x30
        in
        if digit < 0 || digit >= base then
            ( offset, total )

        else
            consumeBaseFrom base (offset + 1) source (base * total + digit)

    else
        ( offset, total )


{-| The offset behind hexadecimal digits of either case, and the number that they are.
-}
consumeBase16 : Int -> String -> ( Int, Int )
consumeBase16 offset source =
    consumeBase16From offset source 0


consumeBase16From : Int -> String -> Int -> ( Int, Int )
consumeBase16From offset source total =
    if offset < String.length source then
        let
            digit =
                hexDigit (Text.unitAt offset source)
        in
        if digit < 0 then
            ( offset, total )

        else
            consumeBase16From (offset + 1) source (16 * total + digit)

    else
        ( offset, total )


hexDigit : Int -> Int
hexDigit unit =
    if 0x30 <= unit && unit <= 0x39 then
        unit - 0x30

    else if 0x41 <= unit && unit <= 0x46 then
        unit - 0x37

    else if 0x61 <= unit && unit <= 0x66 then
        unit - 0x57

    else
        -1

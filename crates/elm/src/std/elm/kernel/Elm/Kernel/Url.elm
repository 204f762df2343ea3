module Elm.Kernel.Url exposing (percentDecode, percentEncode)

{-| Texts in parts of addresses: what `elm/url` is written over.

@docs percentDecode, percentEncode

-}

import Bitwise


{-| A text as it may stand in a part of an address: all but letters, digits and `-_.!~*'()` becomes UTF-8 in
hexadecimal digits. Half of a surrogate pair becomes U+FFFD.
-}
percentEncode : String -> String
percentEncode text =
    String.concat (List.reverse (String.foldl (\char done -> encodeChar char :: done) [] text))


encodeChar : Char -> String
encodeChar char =
    let
        code =
            Char.toCode char
    in
    if Char.isAlphaNum char || String.contains (String.fromChar char) "-_.!~*'()" then
        String.fromChar char

    else if code < 0x80 then
        encodeByte code

    else if code < 0x0800 then
        encodeByte (0xC0 + Bitwise.shiftRightBy 6 code)
            ++ encodeLast code

    else if 0xD800 <= code && code <= 0xDFFF then
        "%EF%BF%BD"

    else if code < 0x00010000 then
        encodeByte (0xE0 + Bitwise.shiftRightBy 12 code)
            ++ encodeLast (Bitwise.shiftRightBy 6 code)
            ++ encodeLast code

    else
        encodeByte (0xF0 + Bitwise.shiftRightBy 18 code)
            ++ encodeLast (Bitwise.shiftRightBy 12 code)
            ++ encodeLast (Bitwise.shiftRightBy 6 code)
            ++ encodeLast code


{-| The byte of the lowest six bits.
-}
encodeLast : Int -> String
encodeLast code =
    encodeByte (0x80 + Bitwise.and 0x3F code)


encodeByte : Int -> String
encodeByte byte =
    "%" ++ hexDigit (Bitwise.shiftRightBy 4 byte) ++ hexDigit (Bitwise.and 0x0F byte)


hexDigit : Int -> String
hexDigit digit =
    String.slice digit (digit + 1) "0123456789ABCDEF"


{-| The text behind `percentEncode`; nothing where the digits are missing or are not UTF-8.
-}
percentDecode : String -> Maybe String
percentDecode text =
    case String.split "%" text of
        [] ->
            Just ""

        first :: escapes ->
            decode [ first ] escapes


{-| Decodes parts that each stood behind a percent sign.
-}
decode : List String -> List String -> Maybe String
decode done escapes =
    case escapes of
        [] ->
            Just (String.concat (List.reverse done))

        escape :: rest ->
            case byteOf escape of
                Nothing ->
                    Nothing

                Just byte ->
                    let
                        behind =
                            String.dropLeft 2 escape
                    in
                    if byte < 0x80 then
                        decode (behind :: String.fromChar (Char.fromCode byte) :: done) rest

                    else if byte < 0xC2 || byte > 0xF4 || behind /= "" then
                        Nothing

                    else if byte < 0xE0 then
                        decodeMore done 1 0x80 (byte - 0xC0) rest

                    else if byte < 0xF0 then
                        decodeMore done 2 0x0800 (byte - 0xE0) rest

                    else
                        decodeMore done 3 0x00010000 (byte - 0xF0) rest


{-| Decodes the bytes behind the first of a character, whose code point must not be less than the least.
-}
decodeMore : List String -> Int -> Int -> Int -> List String -> Maybe String
decodeMore done missing least code escapes =
    case escapes of
        [] ->
            Nothing

        escape :: rest ->
            case byteOf escape of
                Nothing ->
                    Nothing

                Just byte ->
                    let
                        behind =
                            String.dropLeft 2 escape

                        total =
                            code * 64 + byte - 0x80
                    in
                    if byte < 0x80 || byte > 0xBF then
                        Nothing

                    else if missing > 1 then
                        if behind /= "" then
                            Nothing

                        else
                            decodeMore done (missing - 1) least total rest

                    else if total < least || total > 0x0010FFFF || (0xD800 <= total && total <= 0xDFFF) then
                        Nothing

                    else
                        decode (behind :: String.fromChar (Char.fromCode total) :: done) rest


{-| The byte of the two digits at the start.
-}
byteOf : String -> Maybe Int
byteOf text =
    case String.toList (String.left 2 text) of
        [ high, low ] ->
            Maybe.map2 (\a b -> a * 16 + b) (digitOf high) (digitOf low)

        _ ->
            Nothing


digitOf : Char -> Maybe Int
digitOf char =
    if Char.isDigit char then
        Just (Char.toCode char - 0x30)

    else if Char.isHexDigit char then
        Just (Char.toCode (Char.toLower char) - 0x57)

    else
        Nothing

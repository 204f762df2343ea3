module Char exposing
    ( Char
    , isUpper, isLower, isAlpha, isAlphaNum
    , isDigit, isOctDigit, isHexDigit
    , toUpper, toLower, toLocaleUpper, toLocaleLower
    , toCode, fromCode
    )

{-| Single characters.

@docs Char
@docs isUpper, isLower, isAlpha, isAlphaNum
@docs isDigit, isOctDigit, isHexDigit
@docs toUpper, toLower, toLocaleUpper, toLocaleLower
@docs toCode, fromCode

-}

import Basics exposing ((&&), (<=), (||), Bool, Int)


{-| One code point.
-}
type Char


{-| Whether it is one of `A` to `Z`.
-}
isUpper : Char -> Bool
isUpper char =
    let
        code =
            toCode char
    in
    0x41 <= code && code <= 0x5A


{-| Whether it is one of `a` to `z`.
-}
isLower : Char -> Bool
isLower char =
    let
        code =
            toCode char
    in
    0x61 <= code && code <= 0x7A


{-| Whether it is an ASCII letter.
-}
isAlpha : Char -> Bool
isAlpha char =
    let
        code =
            toCode char
    in
    (0x61 <= code && code <= 0x7A) || (0x41 <= code && code <= 0x5A)


{-| Whether it is an ASCII letter or digit.
-}
isAlphaNum : Char -> Bool
isAlphaNum char =
    let
        code =
            toCode char
    in
    (0x61 <= code && code <= 0x7A) || (0x41 <= code && code <= 0x5A) || (0x30 <= code && code <= 0x39)


{-| Whether it is one of `0` to `9`.
-}
isDigit : Char -> Bool
isDigit char =
    let
        code =
            toCode char
    in
    0x30 <= code && code <= 0x39


{-| Whether it is one of `0` to `7`.
-}
isOctDigit : Char -> Bool
isOctDigit char =
    let
        code =
            toCode char
    in
    0x30 <= code && code <= 0x37


{-| Whether it is one of `0` to `9`, `a` to `f` or `A` to `F`.
-}
isHexDigit : Char -> Bool
isHexDigit char =
    let
        code =
            toCode char
    in
    (0x30 <= code && code <= 0x39) || (0x41 <= code && code <= 0x46) || (0x61 <= code && code <= 0x66)


{-| In upper case, by Unicode.
-}
toUpper : Char -> Char


{-| In lower case, by Unicode.
-}
toLower : Char -> Char


{-| In upper case. No locale is known here: as `toUpper`.
-}
toLocaleUpper : Char -> Char
toLocaleUpper char =
    toUpper char


{-| In lower case. No locale is known here: as `toLower`.
-}
toLocaleLower : Char -> Char
toLocaleLower char =
    toLower char


{-| Its code point.
-}
toCode : Char -> Int


{-| The character of a code point; U+FFFD where there is none.
-}
fromCode : Int -> Char

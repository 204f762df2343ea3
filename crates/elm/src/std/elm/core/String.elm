module String exposing
    ( String
    , isEmpty, length, reverse, repeat, replace
    , append, concat, split, join, words, lines
    , slice, left, right, dropLeft, dropRight
    , contains, startsWith, endsWith, indexes, indices
    , toInt, fromInt
    , toFloat, fromFloat
    , fromChar, cons, uncons
    , toList, fromList
    , toUpper, toLower, pad, padLeft, padRight, trim, trimLeft, trimRight
    , map, filter, foldl, foldr, any, all
    )

{-| Text. Lengths and offsets count UTF-16 units; what takes characters goes by code point.

@docs String
@docs isEmpty, length, reverse, repeat, replace
@docs append, concat, split, join, words, lines
@docs slice, left, right, dropLeft, dropRight
@docs contains, startsWith, endsWith, indexes, indices
@docs toInt, fromInt
@docs toFloat, fromFloat
@docs fromChar, cons, uncons
@docs toList, fromList
@docs toUpper, toLower, pad, padLeft, padRight, trim, trimLeft, trimRight
@docs map, filter, foldl, foldr, any, all

-}

import Basics exposing (..)
import Char exposing (Char)
import List exposing ((::), List)
import Maybe exposing (Maybe(..))


{-| A text.
-}
type String



-- PRIMITIVES


{-| The UTF-16 unit at an offset inside the string.
-}
unitAt : Int -> String -> Int


{-| The character that starts at an offset inside the string; half of a pair is a character of its own.
-}
charAt : Int -> String -> Char


{-| The character that ends at an offset greater than 0.
-}
charBefore : Int -> String -> Char


{-| Where a part comes first, at an offset or behind it; -1 if it doesn't.
-}
indexOf : String -> Int -> String -> Int


{-| Whether a part stands at an offset.
-}
startsAt : String -> Int -> String -> Bool


{-| The float that the whole text writes, NaN if none.
-}
parseFloat : String -> Float


{-| A number as text.
-}
fromNumber : number -> String



-- BASICS


{-| Whether there is nothing in it.
-}
isEmpty : String -> Bool
isEmpty string =
    length string == 0


{-| How many UTF-16 units it has.
-}
length : String -> Int


{-| The characters from the last to the first.
-}
reverse : String -> String
reverse string =
    fromList (foldl (::) [] string)


{-| The text a number of times.
-}
repeat : Int -> String -> String
repeat n string =
    if n <= 0 then
        ""

    else
        repeatOnto "" n string


repeatOnto : String -> Int -> String -> String
repeatOnto done n chunk =
    if n <= 1 then
        done ++ chunk

    else if modBy 2 n == 1 then
        repeatOnto (done ++ chunk) (n // 2) (chunk ++ chunk)

    else
        repeatOnto done (n // 2) (chunk ++ chunk)


{-| `replace before after` puts `after` wherever `before` stands.
-}
replace : String -> String -> String -> String
replace before after string =
    join after (split before string)


{-| One text behind the other.
-}
append : String -> String -> String
append a b =
    a ++ b


{-| All texts, one behind the other.
-}
concat : List String -> String
concat strings =
    join "" strings


{-| The parts between separators. An empty separator parts all UTF-16 units.
-}
split : String -> String -> List String
split separator string =
    if isEmpty separator then
        units [] (length string) string

    else
        splitFrom [] 0 separator string


units : List String -> Int -> String -> List String
units done end string =
    if end <= 0 then
        done

    else
        units (slice (end - 1) end string :: done) (end - 1) string


splitFrom : List String -> Int -> String -> String -> List String
splitFrom done start separator string =
    let
        end =
            indexOf separator start string
    in
    if end < 0 then
        List.reverse (slice start (length string) string :: done)

    else
        splitFrom (slice start end string :: done) (end + length separator) separator string


{-| All texts, with a separator between them.
-}
join : String -> List String -> String


{-| The parts between white space; white space at the ends does not count.
-}
words : String -> List String
words string =
    let
        trimmed =
            trim string
    in
    wordsFrom [] 0 0 trimmed


wordsFrom : List String -> Int -> Int -> String -> List String
wordsFrom done start offset string =
    if offset >= length string then
        List.reverse (slice start offset string :: done)

    else if isSpace (unitAt offset string) then
        let
            next =
                skipSpace (offset + 1) string
        in
        wordsFrom (slice start offset string :: done) next next string

    else
        wordsFrom done start (offset + 1) string


skipSpace : Int -> String -> Int
skipSpace offset string =
    if offset < length string && isSpace (unitAt offset string) then
        skipSpace (offset + 1) string

    else
        offset


{-| What ECMAScript counts as white space or the end of a line.
-}
isSpace : Int -> Bool
isSpace unit =
    if unit <= 0x20 then
        unit == 0x20 || (0x09 <= unit && unit <= 0x0D)

    else
        unit >= 0xA0 && isWideSpace unit


isWideSpace : Int -> Bool
isWideSpace unit =
    (unit == 0xA0)
        || (unit == 0x1680)
        || (0x2000 <= unit && unit <= 0x200A)
        || (unit == 0x2028)
        || (unit == 0x2029)
        || (unit == 0x202F)
        || (unit == 0x205F)
        || (unit == 0x3000)
        || (unit == 0xFEFF)


{-| The lines. A line ends in LF, CR or both.
-}
lines : String -> List String
lines string =
    linesFrom [] 0 string


linesFrom : List String -> Int -> String -> List String
linesFrom done start string =
    let
        end =
            lineEnd start string
    in
    if end >= length string then
        List.reverse (slice start end string :: done)

    else if startsAt "\u{000D}\n" end string then
        linesFrom (slice start end string :: done) (end + 2) string

    else
        linesFrom (slice start end string :: done) (end + 1) string


{-| Where the next LF or CR is, at an offset or behind it; the length if there is none.
-}
lineEnd : Int -> String -> Int



-- PARTS


{-| The text from one offset up to another. Negative offsets count from the end.
-}
slice : Int -> Int -> String -> String


{-| The first so many units.
-}
left : Int -> String -> String
left n string =
    if n < 1 then
        ""

    else
        slice 0 n string


{-| The last so many units.
-}
right : Int -> String -> String
right n string =
    if n < 1 then
        ""

    else
        slice (negate n) (length string) string


{-| All but the first so many units.
-}
dropLeft : Int -> String -> String
dropLeft n string =
    if n < 1 then
        string

    else
        slice n (length string) string


{-| All but the last so many units.
-}
dropRight : Int -> String -> String
dropRight n string =
    if n < 1 then
        string

    else
        slice 0 (negate n) string



-- SEARCH


{-| Whether the second text has the first in it.
-}
contains : String -> String -> Bool
contains part string =
    indexOf part 0 string >= 0


{-| Whether the second text starts with the first.
-}
startsWith : String -> String -> Bool
startsWith part string =
    startsAt part 0 string


{-| Whether the second text ends with the first.
-}
endsWith : String -> String -> Bool
endsWith part string =
    let
        offset =
            length string - length part
    in
    offset >= 0 && startsAt part offset string


{-| Where the first text stands in the second, without overlaps.
-}
indexes : String -> String -> List Int
indexes part string =
    if isEmpty part then
        []

    else
        indexesFrom [] 0 part string


{-| The same as `indexes`.
-}
indices : String -> String -> List Int
indices part string =
    indexes part string


indexesFrom : List Int -> Int -> String -> String -> List Int
indexesFrom done start part string =
    let
        index =
            indexOf part start string
    in
    if index < 0 then
        List.reverse done

    else
        indexesFrom (index :: done) (index + length part) part string



-- NUMBERS


{-| The whole number that the text writes in decimal digits, with or without a sign.
-}
toInt : String -> Maybe Int
toInt string =
    if isEmpty string then
        Nothing

    else
        case unitAt 0 string of
            0x2B ->
                digits 1 string

            0x2D ->
                case digits 1 string of
                    Just n ->
                        Just (negate n)

                    Nothing ->
                        Nothing

            _ ->
                digits 0 string


digits : Int -> String -> Maybe Int
digits start string =
    if start < length string then
        digitsFrom 0 start string

    else
        Nothing


digitsFrom : Int -> Int -> String -> Maybe Int
digitsFrom total offset string =
    if offset < length string then
        let
            unit =
                unitAt offset string
        in
        if 0x30 <= unit && unit <= 0x39 then
            digitsFrom (10 * total + unit - 0x30) (offset + 1) string

        else
            Nothing

    else
        Just total


{-| A whole number as text.
-}
fromInt : Int -> String
fromInt n =
    fromNumber n


{-| The float that the text writes.
-}
toFloat : String -> Maybe Float
toFloat string =
    let
        n =
            parseFloat string
    in
    if isNaN n then
        Nothing

    else
        Just n


{-| A float as text, as short as it can be.
-}
fromFloat : Float -> String
fromFloat n =
    fromNumber n



-- CHARACTERS


{-| A text of one character.
-}
fromChar : Char -> String


{-| A character in front of a text.
-}
cons : Char -> String -> String
cons char string =
    fromChar char ++ string


{-| The first character and what is behind it.
-}
uncons : String -> Maybe ( Char, String )
uncons string =
    if isEmpty string then
        Nothing

    else
        let
            char =
                charAt 0 string
        in
        Just ( char, slice (width char) (length string) string )


{-| How many units the character has.
-}
width : Char -> Int
width char =
    if Char.toCode char < 0x00010000 then
        1

    else
        2


{-| The characters.
-}
toList : String -> List Char
toList string =
    foldr (::) [] string


{-| The text of some characters.
-}
fromList : List Char -> String



-- FORM


{-| In upper case, by Unicode.
-}
toUpper : String -> String


{-| In lower case, by Unicode.
-}
toLower : String -> String


{-| Fill up to a length on both sides; the left gets the odd one.
-}
pad : Int -> Char -> String -> String
pad n char string =
    let
        missing =
            n - length string

        filler =
            fromChar char
    in
    repeat (ceiling (Basics.toFloat missing / 2)) filler
        ++ string
        ++ repeat (floor (Basics.toFloat missing / 2)) filler


{-| Fill up to a length on the left.
-}
padLeft : Int -> Char -> String -> String
padLeft n char string =
    repeat (n - length string) (fromChar char) ++ string


{-| Fill up to a length on the right.
-}
padRight : Int -> Char -> String -> String
padRight n char string =
    string ++ repeat (n - length string) (fromChar char)


{-| Without white space at both ends.
-}
trim : String -> String
trim string =
    let
        start =
            skipSpace 0 string
    in
    slice start (spaceStart start (length string) string) string


{-| Without white space at the start.
-}
trimLeft : String -> String
trimLeft string =
    slice (skipSpace 0 string) (length string) string


{-| Without white space at the end.
-}
trimRight : String -> String
trimRight string =
    slice 0 (spaceStart 0 (length string) string) string


{-| Where the white space before `end` starts, but not before `start`.
-}
spaceStart : Int -> Int -> String -> Int
spaceStart start end string =
    if end > start && isSpace (unitAt (end - 1) string) then
        spaceStart start (end - 1) string

    else
        end



-- FUNCTIONS FOR EACH CHARACTER


{-| Apply a function to each character.
-}
map : (Char -> Char) -> String -> String
map f string =
    fromList (List.map f (toList string))


{-| The characters that pass a test.
-}
filter : (Char -> Bool) -> String -> String
filter isGood string =
    fromList (List.filter isGood (toList string))


{-| Reduce the characters from the front.
-}
foldl : (Char -> b -> b) -> b -> String -> b
foldl f state string =
    foldlFrom f state 0 string


foldlFrom : (Char -> b -> b) -> b -> Int -> String -> b
foldlFrom f state offset string =
    if offset < length string then
        let
            char =
                charAt offset string
        in
        foldlFrom f (f char state) (offset + width char) string

    else
        state


{-| Reduce the characters from the end.
-}
foldr : (Char -> b -> b) -> b -> String -> b
foldr f state string =
    foldrFrom f state (length string) string


foldrFrom : (Char -> b -> b) -> b -> Int -> String -> b
foldrFrom f state offset string =
    if offset > 0 then
        let
            char =
                charBefore offset string
        in
        foldrFrom f (f char state) (offset - width char) string

    else
        state


{-| Whether one of the characters passes a test.
-}
any : (Char -> Bool) -> String -> Bool
any isGood string =
    anyFrom isGood 0 string


anyFrom : (Char -> Bool) -> Int -> String -> Bool
anyFrom isGood offset string =
    if offset < length string then
        let
            char =
                charAt offset string
        in
        if isGood char then
            True

        else
            anyFrom isGood (offset + width char) string

    else
        False


{-| Whether all characters pass a test.
-}
all : (Char -> Bool) -> String -> Bool
all isGood string =
    allFrom isGood 0 string


allFrom : (Char -> Bool) -> Int -> String -> Bool
allFrom isGood offset string =
    if offset < length string then
        let
            char =
                charAt offset string
        in
        if isGood char then
            allFrom isGood (offset + width char) string

        else
            False

    else
        True

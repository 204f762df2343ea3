module Regex exposing
    ( Regex, fromString, fromStringWith, Options, never
    , contains, split, splitAtMost, find, findAtMost, Match, replace, replaceAtMost
    )

{-| Regular expressions as ECMAScript has them, by UTF-16 units.

@docs Regex, fromString, fromStringWith, Options, never
@docs contains, split, splitAtMost, find, findAtMost, Match, replace, replaceAtMost

-}


{-| A regular expression.
-}
type Regex


{-| Whether case counts, and whether `^` and `$` stand at each line.
-}
type alias Options =
    { caseInsensitive : Bool
    , multiline : Bool
    }


{-| What was found: the text, where it is, its number from 1, and what the groups found.
-}
type alias Match =
    { match : String
    , index : Int
    , number : Int
    , submatches : List (Maybe String)
    }



-- PRIMITIVES


{-| Whether a text is an expression, whatever its options.
-}
isValid : String -> Bool


{-| An expression that is valid: whether case doesn't count, whether it goes by lines.
-}
compile : Bool -> Bool -> String -> Regex


{-| The first match from an offset on: where it starts and ends, then the same for each group, -1 and -1 where a
group found nothing. No match is an empty list.
-}
exec : Regex -> Int -> String -> List Int



-- MAKE


{-| The expression that a text writes.
-}
fromString : String -> Maybe Regex
fromString text =
    fromStringWith { caseInsensitive = False, multiline = False } text


{-| As `fromString`, with options.
-}
fromStringWith : Options -> String -> Maybe Regex
fromStringWith options text =
    if isValid text then
        Just (compile options.caseInsensitive options.multiline text)

    else
        Nothing


{-| An expression that is never found.
-}
never : Regex
never =
    compile False False ".^"



-- USE


{-| Whether it is found.
-}
contains : Regex -> String -> Bool
contains regex text =
    exec regex 0 text /= []


{-| The parts between what is found. What is empty is only found between two characters.
-}
split : Regex -> String -> List String
split regex text =
    splitAtMost (String.length text + 1) regex text


{-| The parts between the first so many that are found.
-}
splitAtMost : Int -> Regex -> String -> List String
splitAtMost count regex text =
    splitFrom [] count regex 0 0 text


splitFrom : List String -> Int -> Regex -> Int -> Int -> String -> List String
splitFrom parts count regex start offset text =
    case boundsFrom count regex offset text of
        from :: to :: _ ->
            if from == String.length text then
                List.reverse (String.dropLeft start text :: parts)

            else if to == start then
                splitFrom parts count regex start (offset + 1) text

            else
                splitFrom (String.slice start from text :: parts) (count - 1) regex to to text

        _ ->
            List.reverse (String.dropLeft start text :: parts)


{-| Where to look next: not at the same place behind an empty match.
-}
behind : Int -> Int -> Int
behind from to =
    if from == to then
        to + 1

    else
        to


boundsFrom : Int -> Regex -> Int -> String -> List Int
boundsFrom count regex offset text =
    if count > 0 && offset <= String.length text then
        exec regex offset text

    else
        []


{-| All that is found.
-}
find : Regex -> String -> List Match
find regex text =
    findAtMost (2 * String.length text + 2) regex text


{-| The first so many that are found. As in the official package, a match that ends where the one before it
ended is the end of the list.
-}
findAtMost : Int -> Regex -> String -> List Match
findAtMost count regex text =
    findFrom [] 1 count regex -1 0 text


findFrom : List Match -> Int -> Int -> Regex -> Int -> Int -> String -> List Match
findFrom matches number count regex before offset text =
    case boundsFrom count regex offset text of
        (_ :: to :: _) as bounds ->
            if to == before then
                List.reverse matches

            else
                findFrom (toMatch number bounds text :: matches) (number + 1) (count - 1) regex to to text

        _ ->
            List.reverse matches


toMatch : Int -> List Int -> String -> Match
toMatch number bounds text =
    case bounds of
        from :: to :: groups ->
            { match = String.slice from to text
            , index = from
            , number = number
            , submatches = submatchesOf [] groups text
            }

        _ ->
            { match = "", index = 0, number = number, submatches = [] }


{-| As in the official package, a group that found an empty text found nothing.
-}
submatchesOf : List (Maybe String) -> List Int -> String -> List (Maybe String)
submatchesOf done groups text =
    case groups of
        from :: to :: rest ->
            if from == to then
                submatchesOf (Nothing :: done) rest text

            else
                submatchesOf (Just (String.slice from to text) :: done) rest text

        _ ->
            List.reverse done


{-| Put what a function gives wherever it is found.
-}
replace : Regex -> (Match -> String) -> String -> String
replace regex f text =
    replaceAtMost (String.length text + 1) regex f text


{-| As `replace`, for the first so many.
-}
replaceAtMost : Int -> Regex -> (Match -> String) -> String -> String
replaceAtMost count regex f text =
    replaceFrom [] 1 count regex f 0 0 text


replaceFrom : List String -> Int -> Int -> Regex -> (Match -> String) -> Int -> Int -> String -> String
replaceFrom parts number count regex f start offset text =
    case boundsFrom count regex offset text of
        (from :: to :: _) as bounds ->
            replaceFrom
                (f (toMatch number bounds text) :: String.slice start from text :: parts)
                (number + 1)
                (count - 1)
                regex
                f
                to
                (behind from to)
                text

        _ ->
            String.concat (List.reverse (String.dropLeft start text :: parts))

module BuildAmp.Range exposing (Range, all, first, last, after, from, before, upTo, within, rest, cut, select)

{-| Which of the keys that start with a prefix are listed.

@HEADER@

    -- the ten with the least keys
    Server.listKVIn (Range.first 10) "score:" ctx

    -- the next ten
    Server.listKVIn (Range.first 10 |> Range.after "score:0042") "score:" ctx

    -- the fifty with the greatest keys, the greatest first
    Store.listPostsIn (Range.last 50) "" ctx

Keys are in the order of their bytes: that of their characters' numbers. So a number in a key needs leading zeros.

A message that lists a range rests on what was looked at, and on nothing else: up to the last entry that was given, or up to the bound
where there were fewer than wanted. With `listXsIn` it may be more where entries don't fit their model: others are looked for in their
place, and each time twice as many. What others write there meanwhile lets it be decided anew; what they write elsewhere doesn't.


# How many, and in which order

@docs Range, all, first, last


# From where, and up to where

A bound is a key as the function that lists gives them: whole with `listKVIn`, without `X:` with `listXsIn`. Of two bounds on one side
the later one counts.

@docs after, from, before, upTo


# For the generated modules

@docs within, rest, cut, select

-}


{-| Bounds, a count and an order.
-}
type Range
    = Range
        { lower : Bound
        , upper : Bound
        , limit : Maybe Int
        , order : Order
        }


type Bound
    = Open
    | At String
    | Beside String


type Order
    = Ascending
    | Descending


{-| All keys, the least first.
-}
all : Range
all =
    Range { lower = Open, upper = Open, limit = Nothing, order = Ascending }


{-| So many, from the least key on, the least first. None where it is 0 or less.
-}
first : Int -> Range
first count =
    Range { lower = Open, upper = Open, limit = Just count, order = Ascending }


{-| So many, from the greatest key back, the **greatest first**: where keys begin with a time, the newest, newest first. None where it is 0
or less.
-}
last : Int -> Range
last count =
    Range { lower = Open, upper = Open, limit = Just count, order = Descending }


{-| Only keys that are greater than this.
-}
after : String -> Range -> Range
after key (Range range) =
    Range { range | lower = Beside key }


{-| Only this key and greater ones.
-}
from : String -> Range -> Range
from key (Range range) =
    Range { range | lower = At key }


{-| Only keys that are less than this.
-}
before : String -> Range -> Range
before key (Range range) =
    Range { range | upper = Beside key }


{-| Only this key and lesser ones.
-}
upTo : String -> Range -> Range
upTo key (Range range) =
    Range { range | upper = At key }


{-| The same range of keys that have something before them.
-}
within : String -> Range -> Range
within prefix (Range range) =
    Range { range | lower = shift prefix range.lower, upper = shift prefix range.upper }


shift : String -> Bound -> Bound
shift prefix bound =
    case bound of
        Open ->
            Open

        At key ->
            At (prefix ++ key)

        Beside key ->
            Beside (prefix ++ key)


{-| What is left of a range where these keys were found last, and so many are of use in all; `Nothing` where that is all there is, or as many
as are wanted, which the first range says. It has twice as many as the last one, so that many of no use are passed over in few reads.
-}
rest : Range -> List String -> Int -> Range -> Maybe Range
rest (Range wanted) keys useful (Range range) =
    case ( Maybe.map2 Tuple.pair wanted.limit range.limit, List.head (List.reverse keys) ) of
        ( Just ( most, asked ), Just end ) ->
            if useful >= most || List.length keys < asked then
                Nothing

            else
                Just (behind end (Range { range | limit = Just (2 * asked) }))

        _ ->
            Nothing


{-| Of what was found, as many as are wanted.
-}
cut : Range -> List a -> List a
cut (Range range) found =
    case range.limit of
        Just most ->
            List.take most found

        Nothing ->
            found


behind : String -> Range -> Range
behind key (Range range) =
    case range.order of
        Ascending ->
            after key (Range range)

        Descending ->
            before key (Range range)


{-| The entries of a range, out of some in any order: what the server gives of those that it stores, and a test of those in its context.
-}
select : Range -> List ( String, a ) -> List ( String, a )
select (Range range) entries =
    let
        ordered =
            entries
                |> List.map (\( key, value ) -> ( codes key, ( key, value ) ))
                |> List.filter (\( key, _ ) -> isAbove range.lower key && isBelow range.upper key)
                |> List.sortBy Tuple.first
                |> List.map Tuple.second

        directed =
            case range.order of
                Ascending ->
                    ordered

                Descending ->
                    List.reverse ordered
    in
    cut (Range range) directed


{-| Compared by these, texts are in the order of their bytes. Elm compares them by UTF-16, which is another order beyond U+FFFF.
-}
codes : String -> List Int
codes text =
    List.map Char.toCode (String.toList text)


isAbove : Bound -> List Int -> Bool
isAbove bound key =
    case bound of
        Open ->
            True

        At least ->
            key >= codes least

        Beside least ->
            key > codes least


isBelow : Bound -> List Int -> Bool
isBelow bound key =
    case bound of
        Open ->
            True

        At greatest ->
            key <= codes greatest

        Beside greatest ->
            key < codes greatest

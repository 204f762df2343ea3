module Parser exposing
    ( Parser, run
    , int, float, number, symbol, keyword, variable, end
    , succeed, (|=), (|.), lazy, andThen, problem
    , oneOf, map, backtrackable, commit, token
    , sequence, Trailing(..), loop, Step(..)
    , spaces, lineComment, multiComment, Nestable(..)
    , getChompedString, chompIf, chompWhile, chompUntil, chompUntilEndOr, mapChompedString
    , DeadEnd, Problem(..), deadEndsToString
    , withIndent, getIndent
    , getPosition, getRow, getCol, getOffset, getSource
    )

{-| Parsers for texts.

@docs Parser, run
@docs int, float, number, symbol, keyword, variable, end
@docs succeed, (|=), (|.), lazy, andThen, problem
@docs oneOf, map, backtrackable, commit, token
@docs sequence, Trailing, loop, Step
@docs spaces, lineComment, multiComment, Nestable
@docs getChompedString, chompIf, chompWhile, chompUntil, chompUntilEndOr, mapChompedString
@docs DeadEnd, Problem, deadEndsToString
@docs withIndent, getIndent
@docs getPosition, getRow, getCol, getOffset, getSource

-}

import Parser.Advanced as A
import Set exposing (Set)


infix left 5 (|=) = keeper
infix left 6 (|.) = ignorer


{-| A parser.
-}
type alias Parser a =
    A.Parser Never Problem a


{-| Where a parser got stuck.
-}
type alias DeadEnd =
    { row : Int
    , col : Int
    , problem : Problem
    }


{-| Why a parser got stuck.
-}
type Problem
    = Expecting String
    | ExpectingInt
    | ExpectingHex
    | ExpectingOctal
    | ExpectingBinary
    | ExpectingFloat
    | ExpectingNumber
    | ExpectingVariable
    | ExpectingSymbol String
    | ExpectingKeyword String
    | ExpectingEnd
    | UnexpectedChar
    | Problem String
    | BadRepeat


{-| Parse a text.
-}
run : Parser a -> String -> Result (List DeadEnd) a
run parser source =
    Result.mapError
        (List.map (\deadEnd -> DeadEnd deadEnd.row deadEnd.col deadEnd.problem))
        (A.run parser source)


{-| The official package has not written this yet, and neither does this one.
-}
deadEndsToString : List DeadEnd -> String
deadEndsToString _ =
    "TODO deadEndsToString"



-- COMBINE


{-| Give a value without looking at the text.
-}
succeed : a -> Parser a
succeed value =
    A.succeed value


{-| Get stuck here.
-}
problem : String -> Parser a
problem message =
    A.problem (Problem message)


{-| Apply a function to what is parsed.
-}
map : (a -> b) -> Parser a -> Parser b
map f parser =
    A.map f parser


{-| Give what the right parser finds to the function that the left has.
-}
keeper : Parser (a -> b) -> Parser a -> Parser b
keeper parserF parserA =
    A.andThen (\f -> A.map f parserA) parserF


{-| Keep what the left parser finds; the right must be there too.
-}
ignorer : Parser keep -> Parser ignore -> Parser keep
ignorer parserKeep parserIgnore =
    A.andThen (\value -> A.map (\_ -> value) parserIgnore) parserKeep


{-| Go on with a parser that depends on what was found.
-}
andThen : (a -> Parser b) -> Parser a -> Parser b
andThen next parser =
    A.andThen next parser


{-| A parser that is only made when needed, for what contains its like.
-}
lazy : (() -> Parser a) -> Parser a
lazy thunk =
    A.lazy thunk


{-| The first parser that finds something. One that consumed characters and got stuck ends the choice.
-}
oneOf : List (Parser a) -> Parser a
oneOf parsers =
    A.oneOf parsers


{-| Count as having consumed nothing.
-}
backtrackable : Parser a -> Parser a
backtrackable parser =
    A.backtrackable parser


{-| Count as having consumed something.
-}
commit : a -> Parser a
commit value =
    A.commit value



-- LOOPS


{-| Whether a loop goes on or is done.
-}
type Step state a
    = Loop state
    | Done a


{-| Parse again and again, without a limit.
-}
loop : state -> (state -> Parser (Step state a)) -> Parser a
loop start step =
    A.loop start (\state -> A.map toAdvancedStep (step state))


toAdvancedStep : Step state a -> A.Step state a
toAdvancedStep step =
    case step of
        Loop state ->
            A.Loop state

        Done value ->
            A.Done value


{-| Whether a separator may or must stand behind the last item.
-}
type Trailing
    = Forbidden
    | Optional
    | Mandatory


{-| Items between a start and an end, with separators.
-}
sequence :
    { start : String
    , separator : String
    , end : String
    , spaces : Parser ()
    , item : Parser a
    , trailing : Trailing
    }
    -> Parser (List a)
sequence parts =
    A.sequence
        { start = expected parts.start
        , separator = expected parts.separator
        , end = expected parts.end
        , spaces = parts.spaces
        , item = parts.item
        , trailing = toAdvancedTrailing parts.trailing
        }


toAdvancedTrailing : Trailing -> A.Trailing
toAdvancedTrailing trailing =
    case trailing of
        Forbidden ->
            A.Forbidden

        Optional ->
            A.Optional

        Mandatory ->
            A.Mandatory


expected : String -> A.Token Problem
expected text =
    A.Token text (Expecting text)



-- TOKENS


{-| Exactly this text, whatever is behind it.
-}
token : String -> Parser ()
token text =
    A.token (expected text)


{-| A text of punctuation.
-}
symbol : String -> Parser ()
symbol text =
    A.symbol (A.Token text (ExpectingSymbol text))


{-| A word: no letter, digit or underscore stands behind it.
-}
keyword : String -> Parser ()
keyword text =
    A.keyword (A.Token text (ExpectingKeyword text))


{-| A name that is not reserved.
-}
variable :
    { start : Char -> Bool
    , inner : Char -> Bool
    , reserved : Set String
    }
    -> Parser String
variable parts =
    A.variable
        { start = parts.start
        , inner = parts.inner
        , reserved = parts.reserved
        , expecting = ExpectingVariable
        }


{-| The end of the text.
-}
end : Parser ()
end =
    A.end ExpectingEnd



-- NUMBERS


{-| A whole number in decimal digits.
-}
int : Parser Int
int =
    A.int ExpectingInt ExpectingInt


{-| A float, or a whole number as one.
-}
float : Parser Float
float =
    A.float ExpectingFloat ExpectingFloat


{-| Numbers of several forms, each with what to make of it.
-}
number :
    { int : Maybe (Int -> a)
    , hex : Maybe (Int -> a)
    , octal : Maybe (Int -> a)
    , binary : Maybe (Int -> a)
    , float : Maybe (Float -> a)
    }
    -> Parser a
number forms =
    A.number
        { int = Result.fromMaybe ExpectingInt forms.int
        , hex = Result.fromMaybe ExpectingHex forms.hex
        , octal = Result.fromMaybe ExpectingOctal forms.octal
        , binary = Result.fromMaybe ExpectingBinary forms.binary
        , float = Result.fromMaybe ExpectingFloat forms.float
        , invalid = ExpectingNumber
        , expecting = ExpectingNumber
        }



-- CHOMPING


{-| The text that a parser consumed.
-}
getChompedString : Parser a -> Parser String
getChompedString parser =
    A.getChompedString parser


{-| Apply a function to the text that a parser consumed and to what it gave.
-}
mapChompedString : (String -> a -> b) -> Parser a -> Parser b
mapChompedString f parser =
    A.mapChompedString f parser


{-| One character that passes a test.
-}
chompIf : (Char -> Bool) -> Parser ()
chompIf isGood =
    A.chompIf isGood UnexpectedChar


{-| All characters that pass a test, as long as they do.
-}
chompWhile : (Char -> Bool) -> Parser ()
chompWhile isGood =
    A.chompWhile isGood


{-| All up to a text, which stays.
-}
chompUntil : String -> Parser ()
chompUntil text =
    A.chompUntil (expected text)


{-| All up to a text, which stays, or to the end.
-}
chompUntilEndOr : String -> Parser ()
chompUntilEndOr text =
    A.chompUntilEndOr text



-- SPACE


{-| Spaces and line ends, as many as there are.
-}
spaces : Parser ()
spaces =
    A.spaces


{-| A comment up to the end of its line.
-}
lineComment : String -> Parser ()
lineComment text =
    A.lineComment (expected text)


{-| Whether comments may stand inside each other.
-}
type Nestable
    = NotNestable
    | Nestable


{-| A comment between two texts.
-}
multiComment : String -> String -> Nestable -> Parser ()
multiComment open close nestable =
    A.multiComment (expected open) (expected close) (toAdvancedNestable nestable)


toAdvancedNestable : Nestable -> A.Nestable
toAdvancedNestable nestable =
    case nestable of
        NotNestable ->
            A.NotNestable

        Nestable ->
            A.Nestable



-- INDENTATION AND PLACES


{-| Let `getIndent` give a number inside.
-}
withIndent : Int -> Parser a -> Parser a
withIndent indent parser =
    A.withIndent indent parser


{-| The number of the nearest `withIndent`.
-}
getIndent : Parser Int
getIndent =
    A.getIndent


{-| The row and column.
-}
getPosition : Parser ( Int, Int )
getPosition =
    A.getPosition


{-| The row, from 1.
-}
getRow : Parser Int
getRow =
    A.getRow


{-| The column, from 1.
-}
getCol : Parser Int
getCol =
    A.getCol


{-| The offset in UTF-16 units.
-}
getOffset : Parser Int
getOffset =
    A.getOffset


{-| The whole text.
-}
getSource : Parser String
getSource =
    A.getSource

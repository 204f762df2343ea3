module Parser.Advanced exposing
    ( Parser, run, DeadEnd, inContext, Token(..)
    , int, float, number, symbol, keyword, variable, end
    , succeed, (|=), (|.), lazy, andThen, problem
    , oneOf, map, backtrackable, commit, token
    , sequence, Trailing(..), loop, Step(..)
    , spaces, lineComment, multiComment, Nestable(..)
    , getChompedString, chompIf, chompWhile, chompUntil, chompUntilEndOr, mapChompedString
    , withIndent, getIndent
    , getPosition, getRow, getCol, getOffset, getSource
    )

{-| Parsers with problems and contexts of one's own types.

@docs Parser, run, DeadEnd, inContext, Token
@docs int, float, number, symbol, keyword, variable, end
@docs succeed, (|=), (|.), lazy, andThen, problem
@docs oneOf, map, backtrackable, commit, token
@docs sequence, Trailing, loop, Step
@docs spaces, lineComment, multiComment, Nestable
@docs getChompedString, chompIf, chompWhile, chompUntil, chompUntilEndOr, mapChompedString
@docs withIndent, getIndent
@docs getPosition, getRow, getCol, getOffset, getSource

-}

import BuildAmp.Internal.Text as Text
import Set exposing (Set)


infix left 5 (|=) = keeper
infix left 6 (|.) = ignorer



-- PARSERS


{-| A parser: the types of its contexts, of its problems, and of what it gives.
-}
type Parser context problem value
    = Parser (State context -> Outcome context problem value)


{-| The text, and where in it: offset in UTF-16 units, indentation, contexts, row and column from 1.
-}
type State context
    = State String Int Int (List (Located context)) Int Int


{-| What came out. The boolean tells whether characters were consumed: after that `oneOf` tries nothing else.
-}
type Outcome context problem value
    = Good Bool value (State context)
    | Bad Bool (DeadEnds context problem)


{-| Dead ends, in an order that `toDeadEnds` finds.
-}
type DeadEnds context problem
    = None
    | More (DeadEnds context problem) (DeadEnd context problem)
    | Both (DeadEnds context problem) (DeadEnds context problem)


type alias Located context =
    { row : Int
    , col : Int
    , context : context
    }


{-| Where a parser got stuck, with the contexts around it, the innermost first.
-}
type alias DeadEnd context problem =
    { row : Int
    , col : Int
    , problem : problem
    , contextStack : List { row : Int, col : Int, context : context }
    }


{-| Parse a text.
-}
run : Parser c x a -> String -> Result (List (DeadEnd c x)) a
run (Parser parse) source =
    case parse (State source 0 1 [] 1 1) of
        Good _ value _ ->
            Ok value

        Bad _ deadEnds ->
            Err (toDeadEnds deadEnds [])


toDeadEnds : DeadEnds c x -> List (DeadEnd c x) -> List (DeadEnd c x)
toDeadEnds deadEnds list =
    case deadEnds of
        None ->
            list

        More before deadEnd ->
            toDeadEnds before (deadEnd :: list)

        Both left right ->
            toDeadEnds left (toDeadEnds right list)


stuck : State c -> x -> DeadEnds c x
stuck (State _ _ _ contexts row col) x =
    stuckAt row col x contexts


stuckAt : Int -> Int -> x -> List (Located c) -> DeadEnds c x
stuckAt row col x contexts =
    More None (DeadEnd row col x contexts)


{-| Say what is being parsed, for the dead ends inside.
-}
inContext : context -> Parser context x a -> Parser context x a
inContext context (Parser parse) =
    Parser
        (\(State source offset indent contexts row col) ->
            case parse (State source offset indent (Located row col context :: contexts) row col) of
                Good progress value (State _ newOffset newIndent _ newRow newCol) ->
                    Good progress value (State source newOffset newIndent contexts newRow newCol)

                Bad progress deadEnds ->
                    Bad progress deadEnds
        )



-- COMBINE


{-| Give a value without looking at the text.
-}
succeed : a -> Parser c x a
succeed value =
    Parser (\state -> Good False value state)


{-| Get stuck here.
-}
problem : x -> Parser c x a
problem x =
    Parser (\state -> Bad False (stuck state x))


{-| Apply a function to what is parsed.
-}
map : (a -> b) -> Parser c x a -> Parser c x b
map f (Parser parse) =
    Parser
        (\state ->
            case parse state of
                Good progress value newState ->
                    Good progress (f value) newState

                Bad progress deadEnds ->
                    Bad progress deadEnds
        )


map2 : (a -> b -> value) -> Parser c x a -> Parser c x b -> Parser c x value
map2 f (Parser parseA) (Parser parseB) =
    Parser
        (\state ->
            case parseA state of
                Good progressA a stateA ->
                    case parseB stateA of
                        Good progressB b stateB ->
                            Good (progressA || progressB) (f a b) stateB

                        Bad progressB deadEnds ->
                            Bad (progressA || progressB) deadEnds

                Bad progress deadEnds ->
                    Bad progress deadEnds
        )


{-| Give what the right parser finds to the function that the left has.
-}
keeper : Parser c x (a -> b) -> Parser c x a -> Parser c x b
keeper parserF parserA =
    map2 (\f a -> f a) parserF parserA


{-| Keep what the left parser finds; the right must be there too.
-}
ignorer : Parser c x keep -> Parser c x ignore -> Parser c x keep
ignorer parserKeep parserIgnore =
    map2 always parserKeep parserIgnore


{-| Go on with a parser that depends on what was found.
-}
andThen : (a -> Parser c x b) -> Parser c x a -> Parser c x b
andThen next (Parser parse) =
    Parser
        (\state ->
            case parse state of
                Good progressA a stateA ->
                    let
                        (Parser parseB) =
                            next a
                    in
                    case parseB stateA of
                        Good progressB b stateB ->
                            Good (progressA || progressB) b stateB

                        Bad progressB deadEnds ->
                            Bad (progressA || progressB) deadEnds

                Bad progress deadEnds ->
                    Bad progress deadEnds
        )


{-| A parser that is only made when needed, for what contains its like.
-}
lazy : (() -> Parser c x a) -> Parser c x a
lazy thunk =
    Parser
        (\state ->
            let
                (Parser parse) =
                    thunk ()
            in
            parse state
        )


{-| The first parser that finds something. One that consumed characters and got stuck ends the choice.
-}
oneOf : List (Parser c x a) -> Parser c x a
oneOf parsers =
    Parser (\state -> tryAll None parsers state)


tryAll : DeadEnds c x -> List (Parser c x a) -> State c -> Outcome c x a
tryAll before parsers state =
    case parsers of
        [] ->
            Bad False before

        (Parser parse) :: others ->
            case parse state of
                Good progress value newState ->
                    Good progress value newState

                Bad progress deadEnds ->
                    if progress then
                        Bad progress deadEnds

                    else
                        tryAll (Both before deadEnds) others state


{-| Count as having consumed nothing.
-}
backtrackable : Parser c x a -> Parser c x a
backtrackable (Parser parse) =
    Parser
        (\state ->
            case parse state of
                Good _ value newState ->
                    Good False value newState

                Bad _ deadEnds ->
                    Bad False deadEnds
        )


{-| Count as having consumed something.
-}
commit : a -> Parser c x a
commit value =
    Parser (\state -> Good True value state)



-- LOOPS


{-| Whether a loop goes on or is done.
-}
type Step state a
    = Loop state
    | Done a


{-| Parse again and again, without a limit.
-}
loop : state -> (state -> Parser c x (Step state a)) -> Parser c x a
loop start step =
    Parser (\state -> loopFrom False start step state)


loopFrom : Bool -> state -> (state -> Parser c x (Step state a)) -> State c -> Outcome c x a
loopFrom before loopState step state =
    let
        (Parser parse) =
            step loopState
    in
    case parse state of
        Good progress (Loop newLoopState) newState ->
            loopFrom (before || progress) newLoopState step newState

        Good progress (Done value) newState ->
            Good (before || progress) value newState

        Bad progress deadEnds ->
            Bad (before || progress) deadEnds


{-| Whether a separator may or must stand behind the last item.
-}
type Trailing
    = Forbidden
    | Optional
    | Mandatory


{-| Items between a start and an end, with separators.
-}
sequence :
    { start : Token x
    , separator : Token x
    , end : Token x
    , spaces : Parser c x ()
    , item : Parser c x a
    , trailing : Trailing
    }
    -> Parser c x (List a)
sequence parts =
    let
        closed =
            token parts.end

        more first =
            case parts.trailing of
                Forbidden ->
                    loop [ first ] (itemsBetween parts.spaces parts.item (token parts.separator) closed)

                Optional ->
                    loop [ first ] (itemsMaybeBehind parts.spaces parts.item (token parts.separator) closed)

                Mandatory ->
                    ignorer
                        (skip parts.spaces
                            (skip (token parts.separator)
                                (skip parts.spaces
                                    (loop [ first ] (itemsBehind parts.spaces parts.item (token parts.separator)))
                                )
                            )
                        )
                        closed
    in
    skip (token parts.start)
        (skip parts.spaces
            (oneOf
                [ andThen more parts.item
                , map (\() -> []) closed
                ]
            )
        )


itemsBetween :
    Parser c x ()
    -> Parser c x a
    -> Parser c x ()
    -> Parser c x ()
    -> List a
    -> Parser c x (Step (List a) (List a))
itemsBetween spaces_ item separator closed items =
    skip spaces_
        (oneOf
            [ skip separator (skip spaces_ (map (\value -> Loop (value :: items)) item))
            , map (\() -> Done (List.reverse items)) closed
            ]
        )


itemsMaybeBehind :
    Parser c x ()
    -> Parser c x a
    -> Parser c x ()
    -> Parser c x ()
    -> List a
    -> Parser c x (Step (List a) (List a))
itemsMaybeBehind spaces_ item separator closed items =
    let
        done =
            map (\() -> Done (List.reverse items)) closed
    in
    skip spaces_
        (oneOf
            [ skip separator
                (skip spaces_
                    (oneOf
                        [ map (\value -> Loop (value :: items)) item
                        , done
                        ]
                    )
                )
            , done
            ]
        )


itemsBehind :
    Parser c x ()
    -> Parser c x a
    -> Parser c x ()
    -> List a
    -> Parser c x (Step (List a) (List a))
itemsBehind spaces_ item separator items =
    oneOf
        [ ignorer
            (ignorer
                (ignorer (map (\value -> Loop (value :: items)) item) spaces_)
                separator
            )
            spaces_
        , map (\() -> Done (List.reverse items)) (succeed ())
        ]


skip : Parser c x ignore -> Parser c x keep -> Parser c x keep
skip parserIgnore parserKeep =
    map2 (\_ value -> value) parserIgnore parserKeep



-- TOKENS


{-| A text to find, and the problem where it is missing.
-}
type Token x
    = Token String x


{-| Exactly this text, whatever is behind it.
-}
token : Token x -> Parser c x ()
token (Token text x) =
    let
        progress =
            not (String.isEmpty text)
    in
    Parser
        (\((State source offset _ _ _ _) as state) ->
            if Text.startsAt text offset source then
                Good progress () (advance (offset + String.length text) state)

            else
                Bad False (stuck state x)
        )


{-| The state at an offset further on: rows and columns go by characters.
-}
advance : Int -> State c -> State c
advance target (State source offset indent contexts row col) =
    advanceFrom target source offset indent contexts row col


advanceFrom : Int -> String -> Int -> Int -> List (Located c) -> Int -> Int -> State c
advanceFrom target source offset indent contexts row col =
    if offset >= target then
        State source offset indent contexts row col

    else
        let
            unit =
                Text.unitAt offset source
        in
        if unit == 0x0A then
            advanceFrom target source (offset + 1) indent contexts (row + 1) 1

        else if 0xD800 <= unit && unit <= 0xDBFF then
            advanceFrom target source (offset + width (Text.charAt offset source)) indent contexts row (col + 1)

        else
            advanceFrom target source (offset + 1) indent contexts row (col + 1)


{-| How many UTF-16 units a character has.
-}
width : Char -> Int
width char =
    if Char.toCode char < 0x00010000 then
        1

    else
        2


{-| A text of punctuation: the same as `token`.
-}
symbol : Token x -> Parser c x ()
symbol expected =
    token expected


{-| A word: no letter, digit or underscore stands behind it.
-}
keyword : Token x -> Parser c x ()
keyword (Token text x) =
    let
        progress =
            not (String.isEmpty text)
    in
    Parser
        (\((State source offset _ _ _ _) as state) ->
            let
                behind =
                    offset + String.length text
            in
            if Text.startsAt text offset source && not (wordGoesOn behind source) then
                Good progress () (advance behind state)

            else
                Bad False (stuck state x)
        )


wordGoesOn : Int -> String -> Bool
wordGoesOn offset source =
    if offset < String.length source then
        let
            char =
                Text.charAt offset source
        in
        Char.isAlphaNum char || char == '_'

    else
        False


{-| A name that is not reserved.
-}
variable :
    { start : Char -> Bool
    , inner : Char -> Bool
    , reserved : Set String
    , expecting : x
    }
    -> Parser c x String
variable parts =
    Parser
        (\((State source offset _ _ _ _) as state) ->
            let
                first =
                    chompOne parts.start offset source
            in
            if first < 0 then
                Bad False (stuck state parts.expecting)

            else
                let
                    ((State _ newOffset _ _ _ _) as newState) =
                        chompAll parts.inner (advance first state)

                    name =
                        String.slice offset newOffset source
                in
                if Set.member name parts.reserved then
                    Bad False (stuck state parts.expecting)

                else
                    Good True name newState
        )


{-| The end of the text.
-}
end : x -> Parser c x ()
end x =
    Parser
        (\((State source offset _ _ _ _) as state) ->
            if offset == String.length source then
                Good False () state

            else
                Bad False (stuck state x)
        )



-- NUMBERS


{-| A whole number in decimal digits.
-}
int : x -> x -> Parser c x Int
int expecting invalid =
    number
        { int = Ok identity
        , hex = Err invalid
        , octal = Err invalid
        , binary = Err invalid
        , float = Err invalid
        , invalid = invalid
        , expecting = expecting
        }


{-| A float, or a whole number as one.
-}
float : x -> x -> Parser c x Float
float expecting invalid =
    number
        { int = Ok toFloat
        , hex = Err invalid
        , octal = Err invalid
        , binary = Err invalid
        , float = Ok identity
        , invalid = invalid
        , expecting = expecting
        }


{-| Numbers of several forms, each with what to make of it or the problem that it is.
-}
number :
    { int : Result x (Int -> a)
    , hex : Result x (Int -> a)
    , octal : Result x (Int -> a)
    , binary : Result x (Int -> a)
    , float : Result x (Float -> a)
    , invalid : x
    , expecting : x
    }
    -> Parser c x a
number forms =
    Parser
        (\((State source offset _ _ _ _) as state) ->
            if Text.startsAt "0x" offset source then
                based forms.invalid forms.hex (digits 16 0 (offset + 2) source) (offset + 2) state

            else if Text.startsAt "0o" offset source then
                based forms.invalid forms.octal (digits 8 0 (offset + 2) source) (offset + 2) state

            else if Text.startsAt "0b" offset source then
                based forms.invalid forms.binary (digits 2 0 (offset + 2) source) (offset + 2) state

            else if Text.startsAt "0" offset source then
                decimal forms ( offset + 1, 0 ) state

            else
                decimal forms (digits 10 0 offset source) state
        )


{-| A number of a base: its digits start at an offset, and end with their value at another.
-}
based : x -> Result x (Int -> a) -> ( Int, Int ) -> Int -> State c -> Outcome c x a
based invalid form ( endOffset, value ) startOffset ((State _ offset _ _ _ _) as state) =
    case form of
        Err x ->
            Bad True (stuck state x)

        Ok f ->
            if endOffset == startOffset then
                Bad (offset < startOffset) (stuck state invalid)

            else
                Good True (f value) (forward endOffset state)


{-| The state at an offset further on, on the same row.
-}
forward : Int -> State c -> State c
forward target (State source offset indent contexts row col) =
    State source target indent contexts row (col + target - offset)


{-| Where the digits of a base end, and their value.
-}
digits : Int -> Int -> Int -> String -> ( Int, Int )
digits base value offset source =
    let
        digit =
            if offset < String.length source then
                digitOf (Text.unitAt offset source)

            else
                base
    in
    if digit < base then
        digits base (base * value + digit) (offset + 1) source

    else
        ( offset, value )


digitOf : Int -> Int
digitOf unit =
    if 0x30 <= unit && unit <= 0x39 then
        unit - 0x30

    else if 0x41 <= unit && unit <= 0x46 then
        unit - 0x37

    else if 0x61 <= unit && unit <= 0x66 then
        unit - 0x57

    else
        99


decimal :
    { forms
        | int : Result x (Int -> a)
        , float : Result x (Float -> a)
        , invalid : x
        , expecting : x
    }
    -> ( Int, Int )
    -> State c
    -> Outcome c x a
decimal forms ( intEnd, value ) ((State source offset _ contexts row col) as state) =
    let
        floatEnd =
            exponentEnd (fractionEnd intEnd source) source
    in
    if floatEnd < 0 then
        Bad True (stuckAt row (col - floatEnd - offset) forms.invalid contexts)

    else if floatEnd == offset then
        Bad False (stuck state forms.expecting)

    else if floatEnd == intEnd then
        based forms.invalid forms.int ( intEnd, value ) offset state

    else
        case forms.float of
            Err _ ->
                Bad True (stuck state forms.invalid)

            Ok f ->
                case String.toFloat (String.slice offset floatEnd source) of
                    Nothing ->
                        Bad True (stuck state forms.invalid)

                    Just n ->
                        Good True (f n) (forward floatEnd state)


fractionEnd : Int -> String -> Int
fractionEnd offset source =
    if Text.startsAt "." offset source then
        digitsEnd (offset + 1) source

    else
        offset


{-| Where an exponent ends; the negative offset where its digits are missing.
-}
exponentEnd : Int -> String -> Int
exponentEnd offset source =
    if Text.startsAt "e" offset source || Text.startsAt "E" offset source then
        let
            start =
                if Text.startsAt "+" (offset + 1) source || Text.startsAt "-" (offset + 1) source then
                    offset + 2

                else
                    offset + 1

            behind =
                digitsEnd start source
        in
        if behind == start then
            negate start

        else
            behind

    else
        offset


digitsEnd : Int -> String -> Int
digitsEnd offset source =
    let
        ( behind, _ ) =
            digits 10 0 offset source
    in
    behind



-- CHOMPING


{-| The text that a parser consumed.
-}
getChompedString : Parser c x a -> Parser c x String
getChompedString parser =
    mapChompedString always parser


{-| Apply a function to the text that a parser consumed and to what it gave.
-}
mapChompedString : (String -> a -> b) -> Parser c x a -> Parser c x b
mapChompedString f (Parser parse) =
    Parser
        (\((State source offset _ _ _ _) as state) ->
            case parse state of
                Good progress value ((State _ newOffset _ _ _ _) as newState) ->
                    Good progress (f (String.slice offset newOffset source) value) newState

                Bad progress deadEnds ->
                    Bad progress deadEnds
        )


{-| One character that passes a test.
-}
chompIf : (Char -> Bool) -> x -> Parser c x ()
chompIf isGood x =
    Parser
        (\((State source offset _ _ _ _) as state) ->
            let
                behind =
                    chompOne isGood offset source
            in
            if behind < 0 then
                Bad False (stuck state x)

            else
                Good True () (advance behind state)
        )


{-| The offset behind a character that passes a test, or -1.
-}
chompOne : (Char -> Bool) -> Int -> String -> Int
chompOne isGood offset source =
    if offset < String.length source then
        let
            char =
                Text.charAt offset source
        in
        if isGood char then
            offset + width char

        else
            -1

    else
        -1


{-| All characters that pass a test, as long as they do.
-}
chompWhile : (Char -> Bool) -> Parser c x ()
chompWhile isGood =
    Parser
        (\((State _ offset _ _ _ _) as state) ->
            let
                ((State _ newOffset _ _ _ _) as newState) =
                    chompAll isGood state
            in
            Good (offset < newOffset) () newState
        )


chompAll : (Char -> Bool) -> State c -> State c
chompAll isGood (State source offset indent contexts row col) =
    chompAllFrom isGood source offset indent contexts row col


chompAllFrom : (Char -> Bool) -> String -> Int -> Int -> List (Located c) -> Int -> Int -> State c
chompAllFrom isGood source offset indent contexts row col =
    if offset < String.length source then
        let
            char =
                Text.charAt offset source
        in
        if not (isGood char) then
            State source offset indent contexts row col

        else if char == '\n' then
            chompAllFrom isGood source (offset + 1) indent contexts (row + 1) 1

        else
            chompAllFrom isGood source (offset + width char) indent contexts row (col + 1)

    else
        State source offset indent contexts row col


{-| All up to a text, which stays. As in the official package, row and column are those behind it.
-}
chompUntil : Token x -> Parser c x ()
chompUntil (Token text x) =
    Parser
        (\((State source offset _ contexts _ _) as state) ->
            let
                index =
                    Text.indexOf text offset source
            in
            if index < 0 then
                let
                    (State _ _ _ _ row col) =
                        advance (String.length source) state
                in
                Bad False (stuckAt row col x contexts)

            else
                Good (offset < index) () (chompedTo index (String.length text) state)
        )


{-| All up to a text, which stays, or to the end.
-}
chompUntilEndOr : String -> Parser c x ()
chompUntilEndOr text =
    Parser
        (\((State source offset _ _ _ _) as state) ->
            let
                index =
                    Text.indexOf text offset source
            in
            if index < 0 then
                Good (offset < String.length source) () (advance (String.length source) state)

            else
                Good (offset < index) () (chompedTo index (String.length text) state)
        )


chompedTo : Int -> Int -> State c -> State c
chompedTo index length state =
    let
        (State source _ indent contexts row col) =
            advance (index + length) state
    in
    State source index indent contexts row col



-- SPACE


{-| Spaces and line ends, as many as there are.
-}
spaces : Parser c x ()
spaces =
    chompWhile (\char -> char == ' ' || char == '\n' || char == '\u{000D}')


{-| A comment up to the end of its line.
-}
lineComment : Token x -> Parser c x ()
lineComment start =
    ignorer (token start) (chompUntilEndOr "\n")


{-| Whether comments may stand inside each other.
-}
type Nestable
    = NotNestable
    | Nestable


{-| A comment between two texts.
-}
multiComment : Token x -> Token x -> Nestable -> Parser c x ()
multiComment open close nestable =
    case nestable of
        NotNestable ->
            ignorer (token open) (chompUntil close)

        Nestable ->
            nestableComment open close


nestableComment : Token x -> Token x -> Parser c x ()
nestableComment ((Token openText openX) as open) ((Token closeText closeX) as close) =
    case String.uncons openText of
        Nothing ->
            problem openX

        Just ( openChar, _ ) ->
            case String.uncons closeText of
                Nothing ->
                    problem closeX

                Just ( closeChar, _ ) ->
                    let
                        isPlain char =
                            char /= openChar && char /= closeChar

                        inside level =
                            skip (chompWhile isPlain)
                                (oneOf
                                    [ map (\() -> leave level) (token close)
                                    , map (\() -> Loop (level + 1)) (token open)
                                    , map (\() -> Loop level) (chompIf (\_ -> True) closeX)
                                    ]
                                )
                    in
                    skip (token open) (loop 1 inside)


{-| What to do behind the end of a comment at a level.
-}
leave : Int -> Step Int ()
leave level =
    if level <= 1 then
        Done ()

    else
        Loop (level - 1)



-- INDENTATION AND PLACES


{-| Let `getIndent` give a number inside.
-}
withIndent : Int -> Parser c x a -> Parser c x a
withIndent indent (Parser parse) =
    Parser
        (\(State source offset before contexts row col) ->
            case parse (State source offset indent contexts row col) of
                Good progress value (State _ newOffset _ newContexts newRow newCol) ->
                    Good progress value (State source newOffset before newContexts newRow newCol)

                Bad progress deadEnds ->
                    Bad progress deadEnds
        )


{-| The number of the nearest `withIndent`.
-}
getIndent : Parser c x Int
getIndent =
    Parser (\((State _ _ indent _ _ _) as state) -> Good False indent state)


{-| The row and column.
-}
getPosition : Parser c x ( Int, Int )
getPosition =
    Parser (\((State _ _ _ _ row col) as state) -> Good False ( row, col ) state)


{-| The row, from 1.
-}
getRow : Parser c x Int
getRow =
    Parser (\((State _ _ _ _ row _) as state) -> Good False row state)


{-| The column, from 1.
-}
getCol : Parser c x Int
getCol =
    Parser (\((State _ _ _ _ _ col) as state) -> Good False col state)


{-| The offset in UTF-16 units.
-}
getOffset : Parser c x Int
getOffset =
    Parser (\((State _ offset _ _ _ _) as state) -> Good False offset state)


{-| The whole text.
-}
getSource : Parser c x String
getSource =
    Parser (\((State source _ _ _ _ _) as state) -> Good False source state)

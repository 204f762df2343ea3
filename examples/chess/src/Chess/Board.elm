module Chess.Board exposing
    ( Board, Rank, empty, rank, at, put, lift
    , Square, square, fileOf, rankOf, isOff, squareName, readSquare
    , Piece, none, pawn, knight, bishop, rook, queen, king, kindOf
    , Colour, white, black, colourOf, other
    , letter, readLetter, kindName
    )

{-| Sixty-four squares in eight numbers.

Owns how a piece, a square and a board are kept. It refuses to know how anything moves.

A rank is one number of 32 bits, four of them for each square: a board is copied with a few words, and looking at a
square is a shift and a mask. Rules are tried on thousands of boards for a single move, so this is where speed comes from.

@docs Board, Rank, empty, rank, at, put, lift
@docs Square, square, fileOf, rankOf, isOff, squareName, readSquare
@docs Piece, none, pawn, knight, bishop, rook, queen, king, kindOf
@docs Colour, white, black, colourOf, other
@docs letter, readLetter, kindName

-}

import Bitwise exposing (and, complement, or, shiftLeftBy, shiftRightZfBy)



-- COLOURS


{-| The bit that a colour is in a piece: 0 or 8.
-}
type alias Colour =
    Int


{-| -}
white : Colour
white =
    0


{-| -}
black : Colour
black =
    8


{-| -}
other : Colour -> Colour
other colour =
    8 - colour



-- PIECES


{-| A kind from 1 to 6, and the colour's bit. 0 is an empty square.
-}
type alias Piece =
    Int


{-| -}
none : Piece
none =
    0


{-| -}
pawn : Piece
pawn =
    1


{-| -}
knight : Piece
knight =
    2


{-| -}
bishop : Piece
bishop =
    3


{-| -}
rook : Piece
rook =
    4


{-| -}
queen : Piece
queen =
    5


{-| -}
king : Piece
king =
    6


{-| The piece without its colour.
-}
kindOf : Piece -> Piece
kindOf piece =
    and 7 piece


{-| Of a piece, not of an empty square.
-}
colourOf : Piece -> Colour
colourOf piece =
    and 8 piece


{-| As in Forsyth–Edwards notation: capitals are White's.
-}
letter : Piece -> String
letter piece =
    let
        index =
            if piece > 8 then
                piece - 3

            else
                piece - 1
    in
    String.slice index (index + 1) letters


letters : String
letters =
    "PNBRQKpnbrqk"


{-| -}
readLetter : Char -> Maybe Piece
readLetter char =
    case String.indexes (String.fromChar char) letters of
        [ index ] ->
            if index > 5 then
                Just (index + 3)

            else
                Just (index + 1)

        _ ->
            Nothing


{-| -}
kindName : Piece -> String
kindName piece =
    case kindOf piece of
        1 ->
            "pawn"

        2 ->
            "knight"

        3 ->
            "bishop"

        4 ->
            "rook"

        5 ->
            "queen"

        _ ->
            "king"



-- SQUARES


{-| Sixteen times the rank and the file, both from 0: one step off the board sets a bit of 0x88, whatever the direction.
-}
type alias Square =
    Int


{-| By file and rank.
-}
square : Int -> Int -> Square
square file rank_ =
    16 * rank_ + file


{-| -}
fileOf : Square -> Int
fileOf at_ =
    and 7 at_


{-| -}
rankOf : Square -> Int
rankOf at_ =
    shiftRightZfBy 4 at_


{-| Whether a step has left the board.
-}
isOff : Square -> Bool
isOff at_ =
    and 0x88 at_ /= 0


{-| Such as `e4`.
-}
squareName : Square -> String
squareName at_ =
    String.slice (fileOf at_) (fileOf at_ + 1) "abcdefgh" ++ String.fromInt (rankOf at_ + 1)


{-| -}
readSquare : String -> Maybe Square
readSquare name =
    case String.toList name of
        [ file, rank_ ] ->
            let
                found =
                    square (Char.toCode file - Char.toCode 'a') (Char.toCode rank_ - Char.toCode '1')
            in
            if file < 'a' || rank_ < '1' || isOff found then
                Nothing

            else
                Just found

        _ ->
            Nothing



-- BOARDS


{-| Four bits a square, the a-file's lowest.
-}
type alias Rank =
    Int


{-| The ranks, White's first.
-}
type alias Board =
    { r1 : Rank, r2 : Rank, r3 : Rank, r4 : Rank, r5 : Rank, r6 : Rank, r7 : Rank, r8 : Rank }


{-| No piece at all.
-}
empty : Board
empty =
    { r1 = 0, r2 = 0, r3 = 0, r4 = 0, r5 = 0, r6 = 0, r7 = 0, r8 = 0 }


{-| The rank of a square.
-}
rank : Square -> Board -> Rank
rank at_ board =
    if at_ < 0x40 then
        if at_ < 0x20 then
            if at_ < 0x10 then
                board.r1

            else
                board.r2

        else if at_ < 0x30 then
            board.r3

        else
            board.r4

    else if at_ < 0x60 then
        if at_ < 0x50 then
            board.r5

        else
            board.r6

    else if at_ < 0x70 then
        board.r7

    else
        board.r8


{-| The piece on a square, or `none`.
-}
at : Square -> Board -> Piece
at at_ board =
    and 15 (shiftRightZfBy (shiftLeftBy 2 at_) (rank at_ board))


{-| Put a piece on an empty square.
-}
put : Square -> Piece -> Board -> Board
put at_ piece board =
    withRank at_ (or (shiftLeftBy (shiftLeftBy 2 at_) piece) (rank at_ board)) board


{-| Empty a square.
-}
lift : Square -> Board -> Board
lift at_ board =
    withRank at_ (and (complement (shiftLeftBy (shiftLeftBy 2 at_) 15)) (rank at_ board)) board


withRank : Square -> Rank -> Board -> Board
withRank at_ new board =
    case rankOf at_ of
        0 ->
            { board | r1 = new }

        1 ->
            { board | r2 = new }

        2 ->
            { board | r3 = new }

        3 ->
            { board | r4 = new }

        4 ->
            { board | r5 = new }

        5 ->
            { board | r6 = new }

        6 ->
            { board | r7 = new }

        _ ->
            { board | r8 = new }

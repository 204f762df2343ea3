module Chess.Moves exposing
    ( Move, move, from, to, promotion
    , legal, count, play, isCheck, settled, castlingPath
    )

{-| Which moves there are, and what they do.

Owns the moves of all pieces, castling, en passant and promotion among them. It refuses to say why a move is none
(`Chess.Explain`), and knows of no players, draws or clocks.

@docs Move, move, from, to, promotion
@docs legal, count, play, isCheck, settled, castlingPath

-}

import Bitwise exposing (and, shiftRightZfBy)
import Chess.Attacks as Attacks exposing (isAttacked)
import Chess.Board exposing (..)
import Chess.Position as Position exposing (Position, kingOf)


{-| Seven bits each for from and to, then the kind that a pawn becomes, or 0.
-}
type alias Move =
    Int


{-| From, to, and what a pawn becomes.
-}
move : Square -> Square -> Piece -> Move
move from_ to_ promotion_ =
    from_ + 128 * to_ + 16384 * promotion_


{-| -}
from : Move -> Square
from move_ =
    and 127 move_


{-| -}
to : Move -> Square
to move_ =
    and 127 (shiftRightZfBy 7 move_)


{-| -}
promotion : Move -> Piece
promotion move_ =
    shiftRightZfBy 14 move_



-- LEGAL MOVES


{-| All legal moves.
-}
legal : Position -> List Move
legal position =
    keepLegal position (isCheck position) (pseudoLegal position) []


{-| How many there are.
-}
count : Position -> Int
count position =
    countLegal position (isCheck position) (pseudoLegal position) 0


{-| Whether the side to move is in check.
-}
isCheck : Position -> Bool
isCheck position =
    isAttacked position.board (kingOf position.turn position) (other position.turn)


keepLegal : Position -> Bool -> List Move -> List Move -> List Move
keepLegal position inCheck moves kept =
    case moves of
        [] ->
            kept

        move_ :: rest ->
            keepLegal position inCheck rest <|
                if isSafe position inCheck move_ then
                    move_ :: kept

                else
                    kept


countLegal : Position -> Bool -> List Move -> Int -> Int
countLegal position inCheck moves sum =
    case moves of
        [] ->
            sum

        move_ :: rest ->
            countLegal position inCheck rest <|
                if isSafe position inCheck move_ then
                    sum + 1

                else
                    sum


{-| Whether the own king is safe after a move that is right otherwise.

Out of check, only three kinds of moves can expose it: its own, en passant (two pawns leave one rank), and those of a
piece that stands on a line with it. The others need no board to be tried on.

-}
isSafe : Position -> Bool -> Move -> Bool
isSafe position inCheck move_ =
    let
        home =
            kingOf position.turn position

        start =
            from move_
    in
    if start == home then
        not (isAttacked (boardAfter position move_) (to move_) (other position.turn))

    else if inCheck || onLine home start || isEnPassant position move_ then
        not (isAttacked (boardAfter position move_) home (other position.turn))

    else
        True


onLine : Square -> Square -> Bool
onLine one two =
    let
        files =
            fileOf one - fileOf two

        ranks =
            rankOf one - rankOf two
    in
    files == 0 || ranks == 0 || files == ranks || files + ranks == 0



-- WHAT PIECES CAN DO, IF THE KING WERE NOTHING SPECIAL


pseudoLegal : Position -> List Move
pseudoLegal position =
    let
        board =
            position.board
    in
    castles position []
        |> rankMoves position board.r1 0x00
        |> rankMoves position board.r2 0x10
        |> rankMoves position board.r3 0x20
        |> rankMoves position board.r4 0x30
        |> rankMoves position board.r5 0x40
        |> rankMoves position board.r6 0x50
        |> rankMoves position board.r7 0x60
        |> rankMoves position board.r8 0x70


{-| The moves of all pieces from here to the end of the rank; what is left of it has this square lowest.
-}
rankMoves : Position -> Rank -> Square -> List Move -> List Move
rankMoves position left at_ moves =
    if left == 0 then
        moves

    else
        rankMoves position (shiftRightZfBy 4 left) (at_ + 1) <|
            let
                piece =
                    and 15 left
            in
            if piece == none || colourOf piece /= position.turn then
                moves

            else
                pieceMoves position (kindOf piece) at_ moves


pieceMoves : Position -> Piece -> Square -> List Move -> List Move
pieceMoves position kind at_ moves =
    case kind of
        1 ->
            pawnMoves position at_ moves

        2 ->
            steps position.board position.turn at_ Attacks.knightSteps moves

        3 ->
            diagonals position.board position.turn at_ moves

        4 ->
            straights position.board position.turn at_ moves

        5 ->
            diagonals position.board position.turn at_ moves
                |> straights position.board position.turn at_

        _ ->
            steps position.board position.turn at_ Attacks.kingSteps moves


diagonals : Board -> Colour -> Square -> List Move -> List Move
diagonals board own at_ moves =
    slide board own at_ 17 at_ moves
        |> slide board own at_ 15 at_
        |> slide board own at_ -15 at_
        |> slide board own at_ -17 at_


straights : Board -> Colour -> Square -> List Move -> List Move
straights board own at_ moves =
    slide board own at_ 16 at_ moves
        |> slide board own at_ 1 at_
        |> slide board own at_ -1 at_
        |> slide board own at_ -16 at_


slide : Board -> Colour -> Square -> Int -> Square -> List Move -> List Move
slide board own start step at_ moves =
    let
        next =
            at_ + step
    in
    if isOff next then
        moves

    else
        let
            piece =
                at next board
        in
        if piece == none then
            slide board own start step next (start + 128 * next :: moves)

        else if colourOf piece == own then
            moves

        else
            (start + 128 * next) :: moves


steps : Board -> Colour -> Square -> List Int -> List Move -> List Move
steps board own start left moves =
    case left of
        [] ->
            moves

        step :: rest ->
            let
                next =
                    start + step
            in
            if isOff next then
                steps board own start rest moves

            else
                let
                    piece =
                        at next board
                in
                if piece /= none && colourOf piece == own then
                    steps board own start rest moves

                else
                    steps board own start rest (start + 128 * next :: moves)



-- PAWNS


pawnMoves : Position -> Square -> List Move -> List Move
pawnMoves position start moves =
    let
        step =
            if position.turn == white then
                16

            else
                -16
    in
    pawnPush position start step moves
        |> pawnTake position start (start + step - 1)
        |> pawnTake position start (start + step + 1)


pawnPush : Position -> Square -> Int -> List Move -> List Move
pawnPush position start step moves =
    let
        next =
            start + step
    in
    if at next position.board /= none then
        moves

    else if isHome position.turn start && at (next + step) position.board == none then
        start + 128 * (next + step) :: start + 128 * next :: moves

    else
        pawnTo start next moves


{-| Whether a pawn is where it started.
-}
isHome : Colour -> Square -> Bool
isHome colour start =
    if colour == white then
        rankOf start == 1

    else
        rankOf start == 6


pawnTake : Position -> Square -> Square -> List Move -> List Move
pawnTake position start next moves =
    if isOff next then
        moves

    else
        let
            piece =
                at next position.board
        in
        if piece == none then
            if next == position.enPassant then
                start + 128 * next :: moves

            else
                moves

        else if colourOf piece == position.turn then
            moves

        else
            pawnTo start next moves


pawnTo : Square -> Square -> List Move -> List Move
pawnTo start next moves =
    if next < 0x70 && next > 0x0F then
        start + 128 * next :: moves

    else
        move start next queen :: move start next rook :: move start next bishop :: move start next knight :: moves


isEnPassant : Position -> Move -> Bool
isEnPassant position move_ =
    to move_ == position.enPassant && kindOf (at (from move_) position.board) == pawn



-- CASTLING


{-| The king's square, the rook's, the step between them, and the right that is needed.
-}
type alias CastlingPath =
    { king : Square, rook : Square, step : Int, right : Int }


{-| How a colour castles to the side that the step goes to.
-}
castlingPath : Colour -> Int -> CastlingPath
castlingPath colour step =
    let
        ( home, rights ) =
            if colour == white then
                ( 0x04, ( Position.whiteShort, Position.whiteLong ) )

            else
                ( 0x74, ( Position.blackShort, Position.blackLong ) )
    in
    if step > 0 then
        { king = home, rook = home + 3, step = 1, right = Tuple.first rights }

    else
        { king = home, rook = home - 4, step = -1, right = Tuple.second rights }


castles : Position -> List Move -> List Move
castles position moves =
    if position.castling == 0 then
        moves

    else
        castle position (castlingPath position.turn 1) moves
            |> castle position (castlingPath position.turn -1)


{-| The square where the king ends is looked at with all other moves.
-}
castle : Position -> CastlingPath -> List Move -> List Move
castle position path moves =
    if
        and path.right position.castling
            /= 0
            && isFree position.board (path.king + path.step) path.rook path.step
            && not (isAttacked position.board path.king (other position.turn))
            && not (isAttacked position.board (path.king + path.step) (other position.turn))
    then
        move path.king (path.king + 2 * path.step) none :: moves

    else
        moves


isFree : Board -> Square -> Square -> Int -> Bool
isFree board at_ end step =
    at_ == end || (at at_ board == none && isFree board (at_ + step) end step)



-- PLAYING


{-| The position after a move, which has to be legal.
-}
play : Move -> Position -> Position
play move_ position =
    let
        start =
            from move_

        end =
            to move_

        piece =
            at start position.board

        isPawn =
            kindOf piece == pawn

        isKing =
            kindOf piece == king
    in
    { board = boardAfter position move_
    , turn = other position.turn
    , castling = rightsAfter start end position.castling
    , enPassant =
        if isPawn && (end - start == 32 || start - end == 32) then
            (start + end) // 2

        else
            -1
    , quiet =
        if isPawn || at end position.board /= none then
            0

        else
            position.quiet + 1
    , number =
        if position.turn == white then
            position.number

        else
            position.number + 1
    , whiteKing =
        if isKing && position.turn == white then
            end

        else
            position.whiteKing
    , blackKing =
        if isKing && position.turn == black then
            end

        else
            position.blackKing
    }


boardAfter : Position -> Move -> Board
boardAfter position move_ =
    let
        start =
            from move_

        end =
            to move_

        board =
            position.board

        piece =
            at start board

        moved =
            if promotion move_ == none then
                transfer start end piece board

            else
                transfer start end (promotion move_ + position.turn) board
    in
    if kindOf piece == pawn && end == position.enPassant then
        -- The pawn that is taken stands on the rank of the one that takes, and on the file that it goes to.
        lift (and 0x70 start + and 7 end) moved

    else if kindOf piece == king && end - start == 2 then
        transfer (start + 3) (start + 1) (rook + position.turn) moved

    else if kindOf piece == king && start - end == 2 then
        transfer (start - 4) (start - 1) (rook + position.turn) moved

    else
        moved


transfer : Square -> Square -> Piece -> Board -> Board
transfer start end piece board =
    let
        lifted =
            lift start board
    in
    if at end board == none then
        put end piece lifted

    else
        put end piece (lift end lifted)


{-| A right is lost when its king or rook leaves, or is taken.
-}
rightsAfter : Square -> Square -> Int -> Int
rightsAfter start end rights =
    if rights == 0 then
        0

    else
        and (rightsWithout start) (and (rightsWithout end) rights)


rightsWithout : Square -> Int
rightsWithout square_ =
    case square_ of
        0x00 ->
            13

        0x04 ->
            12

        0x07 ->
            14

        0x70 ->
            7

        0x74 ->
            3

        0x77 ->
            11

        _ ->
            15


{-| The position with its en passant square only where a pawn may take there. Only so do equal positions look equal.
-}
settled : Position -> Position
settled position =
    if position.enPassant >= 0 && not (List.any (isEnPassant position) (legal position)) then
        { position | enPassant = -1 }

    else
        position

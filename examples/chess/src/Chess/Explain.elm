module Chess.Explain exposing (refusal)

{-| Why a move is none, in words.

Owns the reasons. It refuses to decide: it is asked only about moves that `Chess.Moves` does not have.

@docs refusal

-}

import Bitwise
import Chess.Attacks as Attacks
import Chess.Board as Board exposing (Board, Piece, Square)
import Chess.Moves as Moves
import Chess.Position as Position exposing (Position)


{-| Why the side to move may not go from one square to another, becoming this (or `none`).
-}
refusal : Position -> Square -> Square -> Piece -> String
refusal position from to promotion =
    let
        piece =
            Board.at from position.board
    in
    if piece == Board.none then
        "there is no piece on " ++ Board.squareName from

    else if Board.colourOf piece /= position.turn then
        man piece from ++ " is not yours"

    else if from == to then
        man piece from ++ " has to go somewhere else"

    else if isOwn position to then
        "your own " ++ Board.kindName (Board.at to position.board) ++ " is on " ++ Board.squareName to

    else
        case wayBarred position piece from to of
            Just reason ->
                reason

            Nothing ->
                exposure position (Moves.move from to Board.none)
                    |> Maybe.withDefault (becoming piece to promotion)


man : Piece -> Square -> String
man piece square =
    "the " ++ Board.kindName piece ++ " on " ++ Board.squareName square


isOwn : Position -> Square -> Bool
isOwn position square =
    let
        piece =
            Board.at square position.board
    in
    piece /= Board.none && Board.colourOf piece == position.turn


{-| The last thing that can be wrong.
-}
becoming : Piece -> Square -> Piece -> String
becoming piece to promotion =
    if Board.kindOf piece == Board.pawn && (Board.rankOf to == 0 || Board.rankOf to == 7) then
        "a pawn that reaches the last rank has to become a queen, a rook, a bishop or a knight"

    else if promotion /= Board.none then
        "only a pawn that reaches the last rank becomes another piece"

    else
        "the rules of chess don't have this move"



-- THE KING'S SAFETY


{-| What would attack the own king after the move.
-}
exposure : Position -> Moves.Move -> Maybe String
exposure position move =
    let
        after =
            Moves.play move position

        attackersOf state =
            Attacks.attackers state.board (Position.kingOf position.turn state) (Board.other position.turn)
    in
    case attackersOf after of
        [] ->
            Nothing

        attacker :: _ ->
            let
                from =
                    man (Board.at attacker after.board) attacker
            in
            if List.member attacker (attackersOf position) then
                Just ("your king is in check from " ++ from ++ ", and this move does not help it")

            else
                Just ("that would leave your king in check from " ++ from)



-- HOW PIECES GO


{-| Why a piece does not get there, whatever becomes of the king.
-}
wayBarred : Position -> Piece -> Square -> Square -> Maybe String
wayBarred position piece from to =
    let
        board =
            position.board

        files =
            Board.fileOf to - Board.fileOf from

        ranks =
            Board.rankOf to - Board.rankOf from

        isStraight =
            files == 0 || ranks == 0

        isDiagonal =
            abs files == abs ranks
    in
    case Board.kindOf piece of
        1 ->
            pawnBarred position from to

        2 ->
            unless (abs (files * ranks) == 2)
                "a knight goes two squares along and one to the side"
                Nothing

        3 ->
            unless isDiagonal "a bishop goes diagonally" (jump board piece from to)

        4 ->
            unless isStraight "a rook goes along ranks and files" (jump board piece from to)

        5 ->
            unless (isStraight || isDiagonal)
                "a queen goes along ranks, files and diagonals"
                (jump board piece from to)

        _ ->
            if abs files <= 1 && abs ranks <= 1 then
                Nothing

            else if ranks == 0 && abs files == 2 then
                castlingBarred position from (files // 2)

            else
                Just "a king goes one square at a time"


unless : Bool -> String -> Maybe String -> Maybe String
unless isRight reason next =
    if isRight then
        next

    else
        Just reason


jump : Board -> Piece -> Square -> Square -> Maybe String
jump board piece from to =
    firstBetween board from to
        |> Maybe.map
            (\square ->
                "the " ++ Board.kindName piece ++ " can't jump over " ++ man (Board.at square board) square
            )


{-| On a line.
-}
firstBetween : Board -> Square -> Square -> Maybe Square
firstBetween board from to =
    let
        step =
            signum (Board.fileOf to - Board.fileOf from)
                + (16 * signum (Board.rankOf to - Board.rankOf from))
    in
    Attacks.firstOnRay board from step
        |> Maybe.andThen
            (\square ->
                if abs (square - from) < abs (to - from) then
                    Just square

                else
                    Nothing
            )


signum : Int -> Int
signum number =
    clamp -1 1 number


pawnBarred : Position -> Square -> Square -> Maybe String
pawnBarred position from to =
    let
        ( ahead, homeRank ) =
            if position.turn == Board.white then
                ( 1, 1 )

            else
                ( -1, 6 )

        files =
            Board.fileOf to - Board.fileOf from

        ranks =
            ahead * (Board.rankOf to - Board.rankOf from)

        blocked square =
            let
                piece =
                    Board.at square position.board
            in
            unless (piece == Board.none)
                (man Board.pawn from ++ " is blocked by " ++ man piece square)
    in
    if ranks < 0 then
        Just "a pawn never goes back"

    else if files == 0 && ranks == 1 then
        blocked to Nothing

    else if files == 0 && ranks == 2 && Board.rankOf from == homeRank then
        blocked (from + 16 * ahead) (blocked to Nothing)

    else if files == 0 && ranks == 2 then
        Just "a pawn goes two squares only from where it started"

    else if abs files == 1 && ranks == 1 then
        pawnTakeBarred position from to

    else
        Just "a pawn goes straight ahead, and takes one square diagonally"


pawnTakeBarred : Position -> Square -> Square -> Maybe String
pawnTakeBarred position from to =
    let
        beside =
            Board.square (Board.fileOf to) (Board.rankOf from)

        isLate =
            Board.at beside position.board == Board.pawn + Board.other position.turn
    in
    if Board.at to position.board /= Board.none || to == position.enPassant then
        Nothing

    else if isLate && Board.rankOf to == enPassantRank position then
        Just
            ("en passant is possible only at once after a pawn has gone two squares, which "
                ++ man Board.pawn beside
                ++ " has not just done"
            )

    else
        Just ("a pawn goes diagonally only to take, and there is nothing to take on " ++ Board.squareName to)


enPassantRank : Position -> Int
enPassantRank position =
    if position.turn == Board.white then
        5

    else
        2



-- CASTLING


castlingBarred : Position -> Square -> Int -> Maybe String
castlingBarred position from step =
    let
        path =
            Moves.castlingPath position.turn step

        enemies square =
            Attacks.attackers position.board square (Board.other position.turn)
    in
    if from /= path.king || Bitwise.and path.right position.castling == 0 then
        Just "you can't castle to this side any more: the king or that rook has moved, or the rook is gone"

    else
        case firstBetween position.board path.king path.rook of
            Just square ->
                Just (man (Board.at square position.board) square ++ " is in the way of castling")

            Nothing ->
                case ( enemies path.king, enemies (path.king + step) ) of
                    ( attacker :: _, _ ) ->
                        Just ("you can't castle out of check from " ++ man (Board.at attacker position.board) attacker)

                    ( [], attacker :: _ ) ->
                        Just
                            ("you can't castle through check: "
                                ++ man (Board.at attacker position.board) attacker
                                ++ " attacks "
                                ++ Board.squareName (path.king + step)
                            )

                    ( [], [] ) ->
                        Nothing

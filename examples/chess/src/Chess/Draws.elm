module Chess.Draws exposing (canMate, isDead, repetitions)

{-| Positions in which nobody can win.

Owns material and repetitions. It refuses to end a game: that is `Chess.Game`'s.

@docs canMate, isDead, repetitions

-}

import Chess.Board as Board exposing (Board, Colour, Piece, Square)


{-| Whether neither side could ever give mate.
-}
isDead : Board -> Bool
isDead board =
    not (canMate Board.white board) && not (canMate Board.black board)


{-| Whether a side could give mate if the other helped as badly as it can: it decides what running out of time costs.

A lone knight needs a man of the other side to take a square from its king, and a queen would rather take the knight. Bishops on
squares of one colour need a pawn or a knight there.

-}
canMate : Colour -> Board -> Bool
canMate colour board =
    let
        men =
            List.filter (\( _, piece ) -> Board.kindOf piece /= Board.king) (pieces board)

        ( own, others ) =
            List.partition (\( _, piece ) -> Board.colourOf piece == colour) men

        has kinds side =
            List.any (\( _, piece ) -> List.member (Board.kindOf piece) kinds) side
    in
    if has [ Board.pawn, Board.rook, Board.queen ] own then
        True

    else if has [ Board.knight ] own then
        List.length own > 1 || has [ Board.pawn, Board.knight, Board.bishop, Board.rook ] others

    else if has [ Board.bishop ] own then
        has [ Board.pawn, Board.knight ] men || hasBothBishops men

    else
        False


hasBothBishops : List ( Square, Piece ) -> Bool
hasBothBishops men =
    let
        shades =
            List.filter (\( _, piece ) -> Board.kindOf piece == Board.bishop) men
                |> List.map (\( square, _ ) -> modBy 2 (Board.fileOf square + Board.rankOf square))
    in
    List.member 0 shades && List.member 1 shades


pieces : Board -> List ( Square, Piece )
pieces board =
    List.range 0 127
        |> List.filter (\square -> not (Board.isOff square))
        |> List.map (\square -> ( square, Board.at square board ))
        |> List.filter (\( _, piece ) -> piece /= Board.none)


{-| How often the first of these positions is among them.
-}
repetitions : List String -> Int
repetitions positions =
    case positions of
        [] ->
            0

        present :: earlier ->
            1 + List.length (List.filter ((==) present) earlier)

module Chess.San exposing (write)

{-| Moves as chess players write them: `Nbd7+`.

Owns the notation. It refuses to find moves.

@docs write

-}

import Chess.Board as Board exposing (Square)
import Chess.Moves as Moves exposing (Move)
import Chess.Position exposing (Position)


{-| By the position before the move, with its legal moves, and the position after it, with those.
-}
write : ( Position, List Move ) -> Move -> ( Position, List Move ) -> String
write ( before, moves ) move ( after, answers ) =
    text before moves move
        ++ (if not (Moves.isCheck after) then
                ""

            else if List.isEmpty answers then
                "#"

            else
                "+"
           )


text : Position -> List Move -> Move -> String
text position moves move =
    let
        from =
            Moves.from move

        to =
            Moves.to move

        kind =
            Board.kindOf (Board.at from position.board)

        isPawn =
            kind == Board.pawn

        takes =
            if Board.at to position.board /= Board.none || (isPawn && Board.fileOf from /= Board.fileOf to) then
                "x"

            else
                ""
    in
    if kind == Board.king && to - from == 2 then
        "O-O"

    else if kind == Board.king && from - to == 2 then
        "O-O-O"

    else if isPawn then
        (if takes == "" then
            ""

         else
            fileName from ++ takes
        )
            ++ Board.squareName to
            ++ (if Moves.promotion move == Board.none then
                    ""

                else
                    "=" ++ Board.letter (Moves.promotion move)
               )

    else
        Board.letter kind ++ origin position moves move ++ takes ++ Board.squareName to


{-| What tells the piece from others of its kind that could go there too: its file if that does, else its rank, else both.
-}
origin : Position -> List Move -> Move -> String
origin position moves move =
    let
        from =
            Moves.from move

        piece =
            Board.at from position.board

        rivals =
            List.filter (\rival -> Moves.to rival == Moves.to move) moves
                |> List.map Moves.from
                |> List.filter (\square -> square /= from && Board.at square position.board == piece)
    in
    if List.isEmpty rivals then
        ""

    else if not (List.any (\rival -> Board.fileOf rival == Board.fileOf from) rivals) then
        fileName from

    else if not (List.any (\rival -> Board.rankOf rival == Board.rankOf from) rivals) then
        rankName from

    else
        Board.squareName from


fileName : Square -> String
fileName square =
    String.left 1 (Board.squareName square)


rankName : Square -> String
rankName square =
    String.right 1 (Board.squareName square)

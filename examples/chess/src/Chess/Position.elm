module Chess.Position exposing
    ( Position, start, read, write, key
    , kingOf, whiteShort, whiteLong, blackShort, blackLong
    )

{-| A board and what else the rules have to remember.

Owns the position and its text, Forsyth–Edwards notation. It refuses to judge moves.

@docs Position, start, read, write, key
@docs kingOf, whiteShort, whiteLong, blackShort, blackLong

-}

import Bitwise
import Chess.Board as Board exposing (Board, Colour, Square)


{-| `castling` is the sum of the rights that are left, `enPassant` the square that a pawn has just jumped over or -1,
`quiet` the half-moves since the last capture or pawn's move.
-}
type alias Position =
    { board : Board
    , turn : Colour
    , castling : Int
    , enPassant : Square
    , quiet : Int
    , number : Int
    , whiteKing : Square
    , blackKing : Square
    }


{-| -}
whiteShort : Int
whiteShort =
    1


{-| -}
whiteLong : Int
whiteLong =
    2


{-| -}
blackShort : Int
blackShort =
    4


{-| -}
blackLong : Int
blackLong =
    8


{-| Where the king of a colour is.
-}
kingOf : Colour -> Position -> Square
kingOf colour position =
    if colour == Board.white then
        position.whiteKing

    else
        position.blackKing


{-| -}
start : String
start =
    "rnbqkbnr/pppppppp/8/8/8/8/PPPPPPPP/RNBQKBNR w KQkq - 0 1"



-- READING


{-| Nothing if the text is no position, or a side has no king.
-}
read : String -> Maybe Position
read text =
    case String.words text of
        [ pieces, turn, castling, enPassant, quiet, number ] ->
            readBoard pieces
                |> Maybe.andThen
                    (\board ->
                        Maybe.map3
                            (\whiteKing blackKing ( quiet_, number_ ) ->
                                { board = board
                                , turn =
                                    if turn == "b" then
                                        Board.black

                                    else
                                        Board.white
                                , castling = readCastling castling
                                , enPassant = Maybe.withDefault -1 (Board.readSquare enPassant)
                                , quiet = quiet_
                                , number = number_
                                , whiteKing = whiteKing
                                , blackKing = blackKing
                                }
                            )
                            (find (Board.king + Board.white) board)
                            (find (Board.king + Board.black) board)
                            (Maybe.map2 Tuple.pair (String.toInt quiet) (String.toInt number))
                    )

        _ ->
            Nothing


readBoard : String -> Maybe Board
readBoard text =
    let
        rows =
            String.split "/" text
    in
    if List.length rows == 8 then
        List.indexedMap (\row squares -> ( 7 - row, squares )) rows
            |> List.foldl
                (\( rank, squares ) board ->
                    Maybe.andThen (readRow rank 0 (String.toList squares)) board
                )
                (Just Board.empty)

    else
        Nothing


readRow : Int -> Int -> List Char -> Board -> Maybe Board
readRow rank file squares board =
    case squares of
        [] ->
            if file == 8 then
                Just board

            else
                Nothing

        char :: rest ->
            if file > 7 then
                Nothing

            else
                case ( Board.readLetter char, String.toInt (String.fromChar char) ) of
                    ( Just piece, _ ) ->
                        readRow rank (file + 1) rest (Board.put (Board.square file rank) piece board)

                    ( Nothing, Just gap ) ->
                        readRow rank (file + gap) rest board

                    ( Nothing, Nothing ) ->
                        Nothing


find : Board.Piece -> Board -> Maybe Square
find piece board =
    List.range 0 127
        |> List.filter (\square -> not (Board.isOff square) && Board.at square board == piece)
        |> List.head


readCastling : String -> Int
readCastling text =
    let
        right mark value =
            if String.contains mark text then
                value

            else
                0
    in
    right "K" whiteShort + right "Q" whiteLong + right "k" blackShort + right "q" blackLong



-- WRITING


{-| -}
write : Position -> String
write position =
    String.join " "
        [ key position
        , String.fromInt position.quiet
        , String.fromInt position.number
        ]


{-| The part by which positions are the same. The en passant square counts here whether or not a pawn could take there:
see `Chess.Moves.settled`.
-}
key : Position -> String
key position =
    String.join " "
        [ List.range 0 7
            |> List.map (\row -> writeRow (7 - row) 0 0 position.board)
            |> String.join "/"
        , if position.turn == Board.white then
            "w"

          else
            "b"
        , writeCastling position.castling
        , if position.enPassant < 0 then
            "-"

          else
            Board.squareName position.enPassant
        ]


writeRow : Int -> Int -> Int -> Board -> String
writeRow rank file gap board =
    let
        gapText =
            if gap == 0 then
                ""

            else
                String.fromInt gap
    in
    if file == 8 then
        gapText

    else
        let
            piece =
                Board.at (Board.square file rank) board
        in
        if piece == Board.none then
            writeRow rank (file + 1) (gap + 1) board

        else
            gapText ++ Board.letter piece ++ writeRow rank (file + 1) 0 board


writeCastling : Int -> String
writeCastling rights =
    let
        mark ( right, text ) =
            if Bitwise.and right rights == 0 then
                ""

            else
                text
    in
    if rights == 0 then
        "-"

    else
        [ ( whiteShort, "K" ), ( whiteLong, "Q" ), ( blackShort, "k" ), ( blackLong, "q" ) ]
            |> List.map mark
            |> String.concat

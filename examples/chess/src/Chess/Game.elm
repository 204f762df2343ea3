module Chess.Game exposing
    ( Game, Actor, new, position, ply
    , move, claimDraw, resign, flagFall, finish
    , seatOf, opponentOf, colourOf, playing, playerNamed, other, drawClaim
    )

{-| The game on the board: its moves, and how it ends.

Owns whose turn it is, the result and the clock's use. It refuses to know who is in the room, and sends nothing. Whatever is
asked for either gives the game as it is then, or the reason why not.

@docs Game, Actor, new, position, ply
@docs move, claimDraw, resign, flagFall, finish
@docs seatOf, opponentOf, colourOf, playing, playerNamed, other, drawClaim

-}

import BuildAmp.Messages as Messages exposing (Colour(..), MakeMove, Promotion(..), Reason(..), Seat)
import Chess.Board as Board
import Chess.Clock as Clock
import Chess.Draws as Draws
import Chess.Explain as Explain
import Chess.Moves as Moves exposing (Move)
import Chess.Position as Position exposing (Position)
import Chess.San as San


{-| As the server keeps it.
-}
type alias Game =
    Messages.SavedGame


{-| Who does something, and when: in milliseconds since 1970. `chance` is any number, to draw lots by.
-}
type alias Actor =
    { user : String
    , now : Int
    , chance : Int
    }


{-| Before anybody has come.
-}
new : Game
new =
    { number = 1
    , fen = Position.start
    , positions = [ String.join " " (List.take 4 (String.words Position.start)) ]
    , moves = []
    , captured = { by_white = "", by_black = "" }
    , white = Nothing
    , black = Nothing
    , clock = Nothing
    , draw_offer = Nothing
    , last_draw_offer = Nothing
    , rematch_offer = Nothing
    , result = Nothing
    }


{-| -}
position : Game -> Maybe Position
position game =
    Position.read game.fen


{-| How many moves have been made, both sides' together.
-}
ply : Game -> Int
ply game =
    List.length game.moves



-- WHO IS WHO


{-| -}
other : Colour -> Colour
other colour =
    case colour of
        White ->
            Black

        Black ->
            White


{-| -}
seatOf : Colour -> Game -> Maybe Seat
seatOf colour game =
    case colour of
        White ->
            game.white

        Black ->
            game.black


{-| -}
opponentOf : Colour -> Game -> Maybe Seat
opponentOf colour game =
    seatOf (other colour) game


{-| What a user plays, if they play.
-}
colourOf : String -> Game -> Maybe Colour
colourOf user game =
    if Maybe.map .user_id game.white == Just user then
        Just White

    else if Maybe.map .user_id game.black == Just user then
        Just Black

    else
        Nothing


{-| What a user plays in a game that goes on, or why they can't do a thing there.
-}
playing : String -> Game -> Result String Colour
playing user game =
    case ( colourOf user game, game.result, ( game.white, game.black ) ) of
        ( Nothing, _, _ ) ->
            Err "you are watching, not playing"

        ( _, Just _, _ ) ->
            Err "the game is over"

        ( Just colour, Nothing, ( Just _, Just _ ) ) ->
            Ok colour

        _ ->
            Err "the game begins when both have sat down"


{-| -}
playerNamed : Colour -> String
playerNamed colour =
    case colour of
        White ->
            "White"

        Black ->
            "Black"


toMove : Position -> Colour
toMove position_ =
    if position_.turn == Board.white then
        White

    else
        Black


boardColour : Colour -> Board.Colour
boardColour colour =
    case colour of
        White ->
            Board.white

        Black ->
            Board.black



-- MOVING


{-| Make a move. One that comes after the flag has fallen ends the game instead.
-}
move : Actor -> MakeMove -> Game -> Result String Game
move actor wish game =
    Result.map2 Tuple.pair (playing actor.user game) (known game)
        |> Result.andThen
            (\( colour, before ) ->
                if toMove before /= colour then
                    Err ("it is " ++ playerNamed (other colour) ++ "'s turn")

                else
                    case flagFall actor.now game of
                        Just over ->
                            Ok over

                        Nothing ->
                            let
                                moves =
                                    Moves.legal before
                            in
                            choose before moves wish
                                |> Result.map (\chosen -> play actor.now colour ( before, moves ) chosen game)
            )


known : Game -> Result String Position
known game =
    Result.fromMaybe "this game can't be read any more" (position game)


choose : Position -> List Move -> MakeMove -> Result String Move
choose before moves wish =
    case ( Board.readSquare wish.from, Board.readSquare wish.to ) of
        ( Just from, Just to ) ->
            let
                promotion =
                    becomes wish.promotion

                chosen =
                    Moves.move from to promotion
            in
            if List.member chosen moves then
                Ok chosen

            else
                Err (Explain.refusal before from to promotion)

        ( Nothing, _ ) ->
            Err ("there is no square " ++ wish.from)

        ( _, Nothing ) ->
            Err ("there is no square " ++ wish.to)


becomes : Maybe Promotion -> Board.Piece
becomes promotion =
    case promotion of
        Nothing ->
            Board.none

        Just Queen ->
            Board.queen

        Just Rook ->
            Board.rook

        Just Bishop ->
            Board.bishop

        Just Knight ->
            Board.knight


play : Int -> Colour -> ( Position, List Move ) -> Move -> Game -> Game
play now colour ( before, moves ) chosen game =
    let
        after =
            Moves.settled (Moves.play chosen before)

        answers =
            Moves.legal after

        key =
            Position.key after
    in
    { game
        | fen = Position.write after
        , positions =
            if after.quiet == 0 then
                -- No earlier position can come back.
                [ key ]

            else
                key :: game.positions
        , moves =
            { from = Board.squareName (Moves.from chosen)
            , to = Board.squareName (Moves.to chosen)
            , san = San.write ( before, moves ) chosen ( after, answers )
            }
                :: game.moves
        , captured = capture colour (taken before chosen) game.captured
        , clock = Maybe.map (Clock.press now colour) game.clock
        , draw_offer =
            -- To move is to say no to the other's offer.
            if game.draw_offer == Just colour then
                game.draw_offer

            else
                Nothing
    }
        |> settle now colour after answers


taken : Position -> Move -> Board.Piece
taken before chosen =
    let
        piece =
            Board.at (Moves.to chosen) before.board

        isPawn =
            Board.kindOf (Board.at (Moves.from chosen) before.board) == Board.pawn
    in
    if isPawn && Moves.to chosen == before.enPassant then
        Board.pawn

    else
        Board.kindOf piece


capture : Colour -> Board.Piece -> Messages.Captured -> Messages.Captured
capture by piece captured =
    let
        add letters =
            if piece == Board.none then
                letters

            else
                (Board.letter piece ++ letters)
                    |> String.toList
                    |> List.sortBy (\letter -> String.indexes (String.fromChar letter) "QRBNP")
                    |> String.fromList
    in
    case by of
        White ->
            { captured | by_white = add captured.by_white }

        Black ->
            { captured | by_black = add captured.by_black }



-- ENDING


{-| The ends that the board itself brings. Mate goes before all draws.
-}
settle : Int -> Colour -> Position -> List Move -> Game -> Game
settle now mover after answers game =
    if List.isEmpty answers && Moves.isCheck after then
        finish now (Just mover) Checkmate game

    else if List.isEmpty answers then
        finish now Nothing Stalemate game

    else if Draws.isDead after.board then
        finish now Nothing InsufficientMaterial game

    else if Draws.repetitions game.positions >= 5 then
        finish now Nothing Fivefold game

    else if after.quiet >= 150 then
        finish now Nothing SeventyFiveMoves game

    else
        game


{-| The game is over: the winner, or nobody, and why.
-}
finish : Int -> Maybe Colour -> Reason -> Game -> Game
finish now winner reason game =
    let
        points colour =
            if winner == Nothing then
                0.5

            else if winner == Just colour then
                1

            else
                0

        award colour =
            Maybe.map (\seat -> { seat | points = seat.points + points colour })
    in
    { game
        | result = Just { winner = winner, reason = reason }
        , clock = Maybe.map (Clock.stop now) game.clock
        , white = award White game.white
        , black = award Black game.black
        , draw_offer = Nothing
    }


{-| The game as it ends if somebody's time is over by now.
-}
flagFall : Int -> Game -> Maybe Game
flagFall now game =
    let
        over colour =
            case position game of
                Just present ->
                    if Draws.canMate (boardColour (other colour)) present.board then
                        finish now (Just (other colour)) Timeout game

                    else
                        finish now Nothing TimeoutDraw game

                Nothing ->
                    game
    in
    if game.result == Nothing then
        Maybe.andThen (Clock.fallen now) game.clock
            |> Maybe.map over

    else
        Nothing


{-| -}
resign : Actor -> Game -> Result String Game
resign actor game =
    playing actor.user game
        |> Result.map (\colour -> finish actor.now (Just (other colour)) Resignation game)


{-| What a draw may be claimed for.
-}
drawClaim : Position -> Game -> Maybe Reason
drawClaim present game =
    if game.result /= Nothing then
        Nothing

    else if Draws.repetitions game.positions >= 3 then
        Just Threefold

    else if present.quiet >= 100 then
        Just FiftyMoves

    else
        Nothing


{-| End a game that the rules let its player end.
-}
claimDraw : Actor -> Game -> Result String Game
claimDraw actor game =
    Result.map2 Tuple.pair (playing actor.user game) (known game)
        |> Result.andThen
            (\( colour, present ) ->
                case ( toMove present == colour, drawClaim present game ) of
                    ( False, _ ) ->
                        Err "a draw can be claimed only on your own turn"

                    ( True, Just reason ) ->
                        Ok (finish actor.now Nothing reason game)

                    ( True, Nothing ) ->
                        Err
                            ("there is no draw to claim: this position has been there "
                                ++ times (Draws.repetitions game.positions)
                                ++ ", and the last capture or pawn's move was "
                                ++ String.fromInt (present.quiet // 2)
                                ++ " moves ago"
                            )
            )


times : Int -> String
times count =
    if count == 1 then
        "once"

    else
        "twice"

module Chess.View exposing (state)

{-| What everybody sees of a game.

Owns the step from what is kept to what is shown. It refuses to change anything.

@docs state

-}

import BuildAmp.Messages exposing (ChessState, Colour(..), Player, Seat)
import Chess.Board as Board exposing (Square)
import Chess.Clock as Clock
import Chess.Game as Game exposing (Game)
import Chess.Moves as Moves exposing (Move)
import Chess.Position as Position exposing (Position)
import Dict exposing (Dict)


{-| At a time in milliseconds since 1970, to these members of the room.
-}
state : Int -> List String -> Game -> ChessState
state now members game =
    let
        present =
            Game.position game
    in
    { number = game.number
    , fen = game.fen
    , turn =
        if Maybe.map .turn present == Just Board.black then
            Black

        else
            White
    , white = Maybe.map (player members) game.white
    , black = Maybe.map (player members) game.black
    , clock = Maybe.map (Clock.now now) game.clock
    , legal_moves =
        if game.result == Nothing && game.white /= Nothing && game.black /= Nothing then
            Maybe.withDefault Dict.empty (Maybe.map (grouped << Moves.legal) present)

        else
            Dict.empty
    , moves = List.reverse game.moves
    , captured = game.captured
    , check = Maybe.andThen kingInCheck present
    , draw_offer = game.draw_offer
    , draw_claim = Maybe.andThen (\known -> Game.drawClaim known game) present
    , rematch_offer = game.rematch_offer
    , result = game.result
    , spectators =
        List.length (List.filter (\member -> Game.colourOf member game == Nothing) members)
    }


player : List String -> Seat -> Player
player members seat =
    { user_id = seat.user_id
    , name = seat.name
    , points = seat.points
    , here = List.member seat.user_id members
    }


{-| The four promotions of a pawn are one square.
-}
grouped : List Move -> Dict String (List String)
grouped moves =
    let
        add move =
            Dict.update (Board.squareName (Moves.from move))
                (\known -> Just (insert (Board.squareName (Moves.to move)) (Maybe.withDefault [] known)))
    in
    List.foldl add Dict.empty moves


insert : String -> List String -> List String
insert name names =
    if List.member name names then
        names

    else
        name :: names


kingInCheck : Position -> Maybe String
kingInCheck position =
    if Moves.isCheck position then
        Just (Board.squareName (Position.kingOf position.turn position))

    else
        Nothing

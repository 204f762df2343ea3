module Chess.Table exposing (answerDraw, answerRematch, leaveSeat, offerDraw, offerRematch, takeSeat)

{-| What players do beside the board: sit down, stand up, offer a draw or another game.

Owns seats and offers. It refuses to move a piece.

@docs answerDraw, answerRematch, leaveSeat, offerDraw, offerRematch, takeSeat

-}

import BuildAmp.Messages exposing (Colour(..), Reason(..), Seat, TakeSeat)
import Chess.Clock as Clock
import Chess.Game as Game exposing (Actor, Game)



-- SEATS


{-| Sit down. Whoever does so first says how much time there is.
-}
takeSeat : Actor -> TakeSeat -> Game -> Result String Game
takeSeat actor wish game =
    case ( Game.colourOf actor.user game, freeSeat actor wish.colour game ) of
        ( Just colour, _ ) ->
            Err ("you already play " ++ Game.playerNamed colour)

        ( Nothing, Err reason ) ->
            Err reason

        ( Nothing, Ok colour ) ->
            let
                seated =
                    sit colour (Just (seat actor wish)) (cleared actor.now game)
            in
            Ok <|
                if game.white == Nothing && game.black == Nothing then
                    { seated | clock = Maybe.map (Clock.new actor.now) wish.time }

                else
                    seated


seat : Actor -> TakeSeat -> Seat
seat actor wish =
    let
        name =
            String.trim (Maybe.withDefault "" wish.name)
    in
    { user_id = actor.user
    , name =
        if name == "" then
            "Guest"

        else
            name
    , points = 0
    }


sit : Colour -> Maybe Seat -> Game -> Game
sit colour seat_ game =
    case colour of
        White ->
            { game | white = seat_ }

        Black ->
            { game | black = seat_ }


freeSeat : Actor -> Maybe Colour -> Game -> Result String Colour
freeSeat actor wish game =
    case ( wish, game.white, game.black ) of
        ( _, Just _, Just _ ) ->
            Err "both seats are taken, but you may watch"

        ( Just colour, _, _ ) ->
            case Game.seatOf colour game of
                Just taker ->
                    Err (Game.playerNamed colour ++ " is taken by " ++ taker.name)

                Nothing ->
                    Ok colour

        ( Nothing, Just _, Nothing ) ->
            Ok Black

        ( Nothing, Nothing, Just _ ) ->
            Ok White

        ( Nothing, Nothing, Nothing ) ->
            if modBy 2 actor.chance == 0 then
                Ok White

            else
                Ok Black


{-| A new player finds a fresh board, not the end of another's game, and the points start again.
-}
cleared : Int -> Game -> Game
cleared now game =
    let
        anew =
            Maybe.map (\seat_ -> { seat_ | points = 0 })
    in
    if game.result == Nothing then
        game

    else
        next now (anew game.white) (anew game.black) game


{-| Stand up. Not in the middle of a game: there is resigning for that.
-}
leaveSeat : Actor -> Game -> Result String Game
leaveSeat actor game =
    case Game.colourOf actor.user game of
        Nothing ->
            Err "you have no seat"

        Just colour ->
            if game.result == Nothing && Game.ply game > 0 then
                Err "the game has begun: resign, or offer a draw"

            else
                Ok (sit colour Nothing { game | rematch_offer = Nothing })



-- DRAWS


{-| Offer a draw, or accept the other's offer by the same.
-}
offerDraw : Actor -> Game -> Result String Game
offerDraw actor game =
    Game.playing actor.user game
        |> Result.andThen
            (\colour ->
                let
                    offer =
                        { by = colour, ply = Game.ply game }
                in
                if game.draw_offer == Just (Game.other colour) then
                    Ok (Game.finish actor.now Nothing Agreement game)

                else if game.draw_offer == Just colour then
                    Err "your offer stands: it is the other's to answer"

                else if game.last_draw_offer == Just offer then
                    Err "you have just offered a draw: wait until there has been another move"

                else if Game.ply game == 0 then
                    Err "make a move before you offer a draw"

                else
                    Ok { game | draw_offer = Just colour, last_draw_offer = Just offer }
            )


{-| -}
answerDraw : Actor -> Bool -> Game -> Result String Game
answerDraw actor accepts game =
    Game.playing actor.user game
        |> Result.andThen
            (\colour ->
                if game.draw_offer /= Just (Game.other colour) then
                    Err "nobody has offered you a draw"

                else if accepts then
                    Ok (Game.finish actor.now Nothing Agreement game)

                else
                    Ok { game | draw_offer = Nothing }
            )



-- ANOTHER GAME


{-| Offer a rematch, or accept the other's offer by the same.
-}
offerRematch : Actor -> Game -> Result String Game
offerRematch actor game =
    rematching actor game
        |> Result.andThen
            (\colour ->
                if game.rematch_offer == Just (Game.other colour) then
                    Ok (rematch actor.now game)

                else if game.rematch_offer == Just colour then
                    Err "your offer stands: it is the other's to answer"

                else
                    Ok { game | rematch_offer = Just colour }
            )


{-| -}
answerRematch : Actor -> Bool -> Game -> Result String Game
answerRematch actor accepts game =
    rematching actor game
        |> Result.andThen
            (\colour ->
                if game.rematch_offer /= Just (Game.other colour) then
                    Err "nobody has offered you a rematch"

                else if accepts then
                    Ok (rematch actor.now game)

                else
                    Ok { game | rematch_offer = Nothing }
            )


rematching : Actor -> Game -> Result String Colour
rematching actor game =
    case ( Game.colourOf actor.user game, game.result ) of
        ( Nothing, _ ) ->
            Err "you are watching, not playing"

        ( Just _, Nothing ) ->
            Err "this game is not over yet"

        ( Just colour, Just _ ) ->
            if Game.opponentOf colour game == Nothing then
                Err "your opponent has left: wait for another"

            else
                Ok colour


rematch : Int -> Game -> Game
rematch now game =
    next now game.black game.white game


{-| The next game of a room, with these players and as much time as before.
-}
next : Int -> Maybe Seat -> Maybe Seat -> Game -> Game
next now white black game =
    let
        empty =
            Game.new
    in
    { empty
        | number = game.number + 1
        , white = white
        , black = black
        , clock = Maybe.map (\clock -> Clock.new now clock.time) game.clock
    }

module WebSocketLogic exposing (authorizeJoin, handleEvent, handleUserPresence, processMessage, roomState)

{-| The rules of the chess server: what it does with each message, each arrival, and each clock that runs out.

Owns the step from the game's own rules, in `Chess.Game` and `Chess.Table`, to effects. A room is a game: its name is the
key that the game is kept under.

-}

import BuildAmp.Events as Events exposing (Event(..))
import BuildAmp.Messages as Messages
import BuildAmp.Server as Server exposing (Access(..), Context, Effect(..), PresenceChange(..), PresenceEvent, Response(..), WebSocketMessage(..))
import Chess.Clock as Clock
import Chess.Game as Game exposing (Actor, Game)
import Chess.Table as Table
import Chess.View as View
import Json.Decode as Decode
import Json.Encode exposing (Value)


{-| A message is an attempt to change the game: it comes to effects for all, or to a refusal with its reason.
-}
processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        TakeSeatMessage wish ->
            change (\actor -> Table.takeSeat actor wish) ctx

        LeaveSeatMessage _ ->
            change Table.leaveSeat ctx

        MakeMoveMessage wish ->
            change (\actor -> Game.move actor wish) ctx

        OfferDrawMessage _ ->
            change Table.offerDraw ctx

        AnswerDrawMessage { accept } ->
            change (\actor -> Table.answerDraw actor accept) ctx

        ClaimDrawMessage _ ->
            change Game.claimDraw ctx

        ResignMessage _ ->
            change Game.resign ctx

        OfferRematchMessage _ ->
            change Table.offerRematch ctx

        AnswerRematchMessage { accept } ->
            change (\actor -> Table.answerRematch actor accept) ctx

        ChessStateMessage _ ->
            ( [], Reject "the server alone tells how the game stands" )


change : (Actor -> Game -> Result String Game) -> Context -> ( List Effect, Response )
change act ctx =
    let
        actor =
            { user = ctx.user_id, now = ctx.timestamp, chance = ctx.seed }
    in
    case act actor (load ctx.room ctx) of
        Ok game ->
            ( save ctx.room game ctx, Ack )

        Err reason ->
            ( [], Reject reason )


{-| Any name makes a game, as long as it can stand in a link.
-}
authorizeJoin : String -> Context -> Access
authorizeJoin room _ =
    let
        name =
            String.dropLeft 6 room

        isPlain char =
            Char.isAlphaNum char || char == '-' || char == '_'
    in
    if String.left 6 room /= "chess:" then
        Deny "a game's room is called chess: and a name, such as chess:friday"

    else if name == "" || String.length name > 40 || not (String.all isPlain name) then
        Deny "a game's name has 1 to 40 letters, digits, - or _"

    else
        Allow


{-| What somebody who comes in sees.
-}
roomState : String -> Context -> Value
roomState room ctx =
    load room ctx
        |> View.state ctx.timestamp (Server.members room ctx)
        |> Messages.encodeChessState


{-| Players see who is there, so everybody is told.
-}
handleUserPresence : PresenceEvent -> Context -> ( List Effect, Response )
handleUserPresence event ctx =
    let
        others =
            List.filter ((/=) event.user_id) (Server.members event.room ctx)

        present =
            case event.event_type of
                UserJoined ->
                    event.user_id :: others

                UserLeft ->
                    others
    in
    ( [ tell event.room present (load event.room ctx) ctx ], Ack )


{-| A clock may have run out. It is asked by its own time: the event may be early, or late for a game that has gone on.
-}
handleEvent : Event -> Context -> List Effect
handleEvent event ctx =
    case event of
        FlagFallEvent { game_id, number, ply } ->
            let
                game =
                    load game_id ctx
            in
            if game.number == number && Game.ply game == ply then
                case Game.flagFall ctx.timestamp game of
                    Just over ->
                        save game_id over ctx

                    Nothing ->
                        watchFlag game_id game ctx

            else
                []

        UnknownEvent { event_type } ->
            [ Log ("no rule for the event " ++ event_type) ]



-- THE STORE


{-| What can't be read, such as a game that an older version of the models kept, begins anew.
-}
load : String -> Context -> Game
load room ctx =
    Server.getGameState room ctx
        |> Maybe.andThen (Decode.decodeValue Messages.savedGameDecoder >> Result.toMaybe)
        |> Maybe.withDefault Game.new


save : String -> Game -> Context -> List Effect
save room game ctx =
    UpdateGameState { game_id = room, new_state = Messages.encodeSavedGame game }
        :: tell room (Server.members room ctx) game ctx
        :: watchFlag room game ctx


tell : String -> List String -> Game -> Context -> Effect
tell room members game ctx =
    Broadcast
        { room = room
        , message = ChessStateMessage (View.state ctx.timestamp members game)
        , exclude = []
        }


{-| Let the clock be looked at when the time that passes is over. There is one such event a game at most.
-}
watchFlag : String -> Game -> Context -> List Effect
watchFlag room game ctx =
    let
        key =
            "flag:" ++ room
    in
    case ( game.clock, Maybe.andThen (Clock.flagDelay ctx.timestamp) game.clock ) of
        ( Nothing, _ ) ->
            []

        ( Just _, Nothing ) ->
            [ CancelEvent { key = key } ]

        ( Just _, Just delay ) ->
            [ Events.scheduleFlagFallAs key
                delay
                { game_id = room, number = game.number, ply = Game.ply game }
            ]

module Rules exposing (main)

{-| Conversations with the rules, a line for each: what was tried, and how it stands then.

`rules.txt` holds the lines as they should be. They go through the functions that the server calls, and keep the game as
the server would.

-}

import BuildAmp.Events as Events
import BuildAmp.Messages as Messages exposing (ChessState, Colour(..), Promotion(..), Reason(..))
import BuildAmp.Server as Server exposing (Access(..), Context, Effect(..), PresenceChange(..), Response(..), WebSocketMessage(..))
import Json.Decode as Decode
import Json.Encode as Encode exposing (Value)
import WebSocketLogic


main : String
main =
    List.concat [ moving, refusing, castling, pawns, drawing, timing, sitting, watching ]
        |> List.map (\( name, outcome ) -> name ++ ": " ++ outcome)
        |> String.join "\n"



-- THE CONVERSATIONS


type alias Line =
    ( String, String )


moving : List Line
moving =
    [ ( "scholar's mate", started |> plays "e2e4 e7e5 f1c4 b8c6 d1h5 g8f6 h5f7" |> standing )
    , ( "fool's mate", started |> plays "f2f3 e7e5 g2g4 d8h4" |> standing )
    , ( "check is told", started |> plays "e2e4 f7f6 d1h5" |> checked )
    , ( "a move after mate", started |> plays "f2f3 e7e5 g2g4 d8h4 e2e3" |> standing )
    , ( "the quickest stalemate"
      , started
            |> plays "e2e3 a7a5 d1h5 a8a6 h5a5 h7h5 h2h4 a6h6 a5c7 f7f6 c7d7 e8f7 d7b7 d8d3 b7b8 d3h7 b8c8 f7g6 c8e6"
            |> standing
      )
    , ( "its moves in full"
      , started
            |> plays "e2e3 a7a5 d1h5 a8a6 h5a5 h7h5 h2h4 a6h6 a5c7 f7f6 c7d7 e8f7 d7b7 d8d3 b7b8 d3h7 b8c8 f7g6 c8e6"
            |> score
      )
    , ( "two knights, told apart by file", from "4k3/8/8/8/8/8/8/N3K2N w - - 0 1" |> plays "a1b3 e8e7 b3d2 e7e8 h1g3 e8e7 d2f1 e7e8 f1e3 e8e7 e3f5" |> score )
    , ( "two rooks, told apart by rank", from "4k3/8/8/R7/8/8/8/R3K3 w - - 0 1" |> plays "a1a3" |> standing )
    , ( "three queens, told apart by both", from "1k6/8/8/8/4Q2Q/8/8/K6Q w - - 0 1" |> plays "h4e1" |> standing )
    , ( "a pinned knight needs no telling apart", from "4k3/8/8/8/1b6/2N5/8/4K1N1 w - - 0 1" |> plays "g1e2" |> standing )
    , ( "what was taken", started |> plays "e2e4 d7d5 e4d5 d8d5 b1c3 d5g2 f1g2" |> booty )
    ]


refusing : List Line
refusing =
    [ ( "the wrong turn", started |> says "ben" (moves "e7e5") |> standing )
    , ( "twice in a row", started |> plays "e2e4" |> says "ann" (moves "d2d4") |> standing )
    , ( "an empty square", started |> plays "e4e5" |> standing )
    , ( "the other's piece", started |> plays "e7e5" |> standing )
    , ( "no square at all", started |> plays "e2e9" |> standing )
    , ( "nowhere", started |> plays "e2e2" |> standing )
    , ( "onto an own pawn", started |> plays "a1a2" |> standing )
    , ( "a bishop jumps", started |> plays "c1f4" |> standing )
    , ( "a rook jumps", started |> plays "a1a4" |> standing )
    , ( "a queen jumps", started |> plays "d1h5" |> standing )
    , ( "a bishop goes straight", from "4k3/8/8/8/8/8/8/2B1K3 w - - 0 1" |> plays "c1c4" |> standing )
    , ( "a knight goes straight", started |> plays "b1b3" |> standing )
    , ( "a queen goes like a knight", started |> plays "e2e4 e7e5 d1c3" |> standing )
    , ( "a king runs", started |> plays "e2e4 e7e5 e1e3" |> standing )
    , ( "a pinned knight", from "4r2k/8/8/8/8/8/4N3/4K3 w - - 0 1" |> plays "e2c3" |> standing )
    , ( "into check", from "4k3/8/8/8/8/8/r7/4K3 w - - 0 1" |> plays "e1e2" |> standing )
    , ( "along the line of check", from "4k3/8/8/8/r3K3/8/8/8 w - - 0 1" |> plays "e4f4" |> standing )
    , ( "check is overlooked", from "4r2k/8/8/8/8/8/P7/4K3 w - - 0 1" |> plays "a2a3" |> standing )
    , ( "king beside king", from "8/8/8/3k4/8/3K4/8/8 w - - 0 1" |> plays "d3d4" |> standing )
    ]


castling : List Line
castling =
    [ ( "the short way", from "r3k2r/8/8/8/8/8/8/R3K2R w KQkq - 0 1" |> plays "e1g1" |> position )
    , ( "the long way", from "r3k2r/8/8/8/8/8/8/R3K2R b KQkq - 0 1" |> plays "e8c8" |> position )
    , ( "the rook's way attacked, the king's not", from "1r2k3/8/8/8/8/8/8/R3K3 w Q - 0 1" |> plays "e1c1" |> standing )
    , ( "through check", from "4kr2/8/8/8/8/8/8/4K2R w K - 0 1" |> plays "e1g1" |> standing )
    , ( "out of check", from "4r2k/8/8/8/8/8/8/4K2R w K - 0 1" |> plays "e1g1" |> standing )
    , ( "into check", from "6rk/8/8/8/8/8/8/4K2R w K - 0 1" |> plays "e1g1" |> standing )
    , ( "onto an own piece", started |> plays "e1g1" |> standing )
    , ( "a bishop in the way", from "4k3/8/8/8/8/8/8/4KB1R w K - 0 1" |> plays "e1g1" |> standing )
    , ( "a knight beside the rook in the way", from "4k3/8/8/8/8/8/8/RN2K3 w Q - 0 1" |> plays "e1c1" |> standing )
    , ( "the king has moved", from "4k3/8/8/8/8/8/8/4K2R w K - 0 1" |> plays "e1e2 e8e7 e2e1 e7e8 e1g1" |> standing )
    , ( "the rook has moved", from "4k3/8/8/8/8/8/8/4K2R w K - 0 1" |> plays "h1h2 e8e7 h2h1 e7e8 e1g1" |> standing )
    , ( "the rook was taken", from "4k3/8/8/8/8/6n1/8/4K2R b K - 0 1" |> plays "g3h1 e1g1" |> standing )
    , ( "with check", from "5k2/8/8/8/8/8/8/4K2R w K - 0 1" |> plays "e1g1" |> standing )
    ]


pawns : List Line
pawns =
    [ ( "en passant", started |> plays "e2e4 a7a6 e4e5 d7d5 e5d6" |> position )
    , ( "en passant takes a pawn", started |> plays "e2e4 a7a6 e4e5 d7d5 e5d6" |> booty )
    , ( "en passant, too late", started |> plays "e2e4 a7a6 e4e5 d7d5 a2a3 a6a5 e5d6" |> standing )
    , ( "en passant, with the king on the rank", from "7k/8/8/K2pP2r/8/8/8/8 w - d6 0 1" |> plays "e5d6" |> standing )
    , ( "a queen", from "8/P6k/8/8/8/8/8/K7 w - - 0 1" |> plays "a7a8q" |> standing )
    , ( "a knight, with check", from "8/5P1k/7p/8/8/8/8/K7 w - - 0 1" |> plays "f7f8n" |> standing )
    , ( "a choice left open", from "8/P6k/8/8/8/8/8/K7 w - - 0 1" |> plays "a7a8" |> standing )
    , ( "a choice too early", started |> plays "e2e4q" |> standing )
    , ( "blocked", started |> plays "e2e4 e7e5 e4e5" |> standing )
    , ( "blocked at its second step", from "4k3/8/8/8/4n3/8/4P3/4K3 w - - 0 1" |> plays "e2e4" |> standing )
    , ( "blocked at its first step", from "4k3/8/8/8/8/4n3/4P3/4K3 w - - 0 1" |> plays "e2e4" |> standing )
    , ( "two squares, later", started |> plays "e2e3 e7e6 e3e5" |> standing )
    , ( "back", started |> plays "e2e4 e7e6 e4e3" |> standing )
    , ( "sideways", started |> plays "e2e4 e7e6 e4f4" |> standing )
    , ( "takes nothing", started |> plays "e2d3" |> standing )
    ]


drawing : List Line
drawing =
    [ ( "threefold, claimed", started |> plays (again 2) |> says "ann" (ClaimDrawMessage {}) |> standing )
    , ( "threefold, on offer", started |> plays (again 2) |> claimable )
    , ( "threefold, not on the own turn", started |> plays (again 2) |> says "ben" (ClaimDrawMessage {}) |> standing )
    , ( "threefold, too early", started |> plays (again 1) |> says "ann" (ClaimDrawMessage {}) |> standing )
    , ( "not the same without the right to castle"
      , started
            |> plays "e2e4 e7e5 e1e2 e8e7 e2e1 e7e8 e1e2 e8e7 e2e1 e7e8"
            |> says "ann" (ClaimDrawMessage {})
            |> standing
      )
    , ( "fivefold, by itself", started |> plays (again 4) |> standing )
    , ( "fifty moves, claimed", from "8/8/4k3/8/8/3K4/8/R7 w - - 99 80" |> plays "a1a2" |> says "ben" (ClaimDrawMessage {}) |> standing )
    , ( "seventy-five moves, by itself", from "8/8/4k3/8/8/3K4/8/R7 w - - 149 99" |> plays "a1a2" |> standing )
    , ( "mate in the seventy-fifth move", from "7k/8/6K1/8/8/8/8/R7 w - - 149 99" |> plays "a1a8" |> standing )
    , ( "king and bishop", from "8/8/4k3/8/8/3K4/7r/6B1 w - - 0 1" |> plays "g1h2" |> standing )
    , ( "bishops on squares of one colour", from "5b2/8/4k3/8/8/3K4/7r/6B1 w - - 0 1" |> plays "g1h2" |> standing )
    , ( "bishops on squares of both", from "2b5/8/4k3/8/8/3K4/7r/6B1 w - - 0 1" |> plays "g1h2" |> standing )
    , ( "offered and accepted"
      , started |> plays "e2e4" |> says "ann" (OfferDrawMessage {}) |> says "ben" (AnswerDrawMessage { accept = True }) |> standing
      )
    , ( "offered by both", started |> plays "e2e4" |> says "ann" (OfferDrawMessage {}) |> says "ben" (OfferDrawMessage {}) |> standing )
    , ( "offered and declined"
      , started |> plays "e2e4" |> says "ann" (OfferDrawMessage {}) |> says "ben" (AnswerDrawMessage { accept = False }) |> offers
      )
    , ( "offered again at once"
      , started
            |> plays "e2e4"
            |> says "ann" (OfferDrawMessage {})
            |> says "ben" (AnswerDrawMessage { accept = False })
            |> says "ann" (OfferDrawMessage {})
            |> standing
      )
    , ( "offered, and answered by a move", started |> plays "e2e4" |> says "ann" (OfferDrawMessage {}) |> plays "e7e5" |> offers )
    , ( "offered, and still open after the own move", started |> plays "e2e4 e7e5" |> says "ann" (OfferDrawMessage {}) |> plays "d2d4" |> offers )
    , ( "accepted without an offer", started |> plays "e2e4" |> says "ben" (AnswerDrawMessage { accept = True }) |> standing )
    , ( "resigned", started |> plays "e2e4" |> says "ben" (ResignMessage {}) |> standing )
    ]


timing : List Line
timing =
    [ ( "nobody's time passes before the first move", blitz |> waits 600 |> clock )
    , ( "the first move costs nothing", blitz |> waits 600 |> plays "e2e4" |> clock )
    , ( "later ones cost time and bring the increment", blitz |> plays "e2e4" |> waits 10 |> plays "e7e5" |> waits 5 |> clock )
    , ( "when the flag is looked at", blitz |> plays "e2e4" |> waits 10 |> plays "e7e5" |> alarm )
    , ( "the flag falls", blitz |> plays "e2e4 e7e5" |> waits 60 |> rings |> standing )
    , ( "an early bell is set again", blitz |> plays "e2e4 e7e5" |> waits 20 |> rings |> alarm )
    , ( "a bell for a move that has been made", blitz |> plays "e2e4 e7e5" |> overtaken "d2d4" |> standing )
    , ( "a move after the flag", blitz |> plays "e2e4 e7e5" |> waits 61 |> plays "d2d4" |> standing )
    , ( "against a bare king", from "8/8/4k3/8/8/3K4/8/R7 w - - 0 1" |> timed |> plays "a1a2 e6e5" |> waits 61 |> rings |> standing )
    , ( "against a lone knight, with a pawn", from "8/8/4kn2/8/8/3K4/P7/8 w - - 0 1" |> timed |> plays "a2a3 e6e5" |> waits 61 |> rings |> standing )
    , ( "against a lone knight, with a queen", from "8/8/4kn2/8/8/3K4/8/Q7 w - - 0 1" |> timed |> plays "a1a3 e6e5" |> waits 61 |> rings |> standing )
    , ( "the bell is taken away with the end", blitz |> plays "f2f3 e7e5 g2g4 d8h4" |> alarm )
    ]


sitting : List Line
sitting =
    [ ( "before the other has come", empty |> says "ann" (sits (Just White)) |> says "ann" (moves "e2e4") |> standing )
    , ( "any seat, when one is taken", empty |> says "ann" (sits (Just Black)) |> says "ben" (sits Nothing) |> seats )
    , ( "a seat that is taken", empty |> says "ann" (sits (Just White)) |> says "ben" (sits (Just White)) |> standing )
    , ( "a third", started |> says "cleo" (sits Nothing) |> standing )
    , ( "twice", started |> says "ann" (sits Nothing) |> standing )
    , ( "up before the game", started |> says "ann" (LeaveSeatMessage {}) |> seats )
    , ( "up in the middle of it", started |> plays "e2e4" |> says "ann" (LeaveSeatMessage {}) |> standing )
    , ( "a rematch, too early", started |> plays "e2e4" |> says "ann" (OfferRematchMessage {}) |> standing )
    , ( "a rematch", mated |> says "ann" (OfferRematchMessage {}) |> says "ben" (AnswerRematchMessage { accept = True }) |> seats )
    , ( "who begins it", mated |> says "ann" (OfferRematchMessage {}) |> says "ben" (OfferRematchMessage {}) |> says "ann" (moves "e2e4") |> standing )
    , ( "a rematch, declined", mated |> says "ann" (OfferRematchMessage {}) |> says "ben" (AnswerRematchMessage { accept = False }) |> seats )
    , ( "another opponent", mated |> says "ben" (LeaveSeatMessage {}) |> says "cleo" (sits Nothing) |> seats )
    , ( "half a point each", started |> plays "e2e4" |> says "ann" (OfferDrawMessage {}) |> says "ben" (OfferDrawMessage {}) |> seats )
    ]


watching : List Line
watching =
    [ ( "a spectator moves", started |> says "cleo" (moves "e2e4") |> standing )
    , ( "a spectator resigns", started |> says "cleo" (ResignMessage {}) |> standing )
    , ( "a client says how it stands", started |> claims |> standing )
    , ( "a player leaves", started |> meets UserLeft "ben" |> seats )
    , ( "a spectator comes", started |> meets UserJoined "cleo" |> seats )
    , ( "the state of a new room", WebSocketLogic.roomState room (context "ann" empty) |> shown )
    , ( "a room of another kind", admission "lobby" )
    , ( "a room without a name", admission "chess:" )
    , ( "a room with a name for no link", admission "chess:a b" )
    , ( "a room", admission "chess:friday-night_2" )
    ]



-- THE TABLE


{-| What the server keeps between two calls, and what the last one gave.
-}
type alias Table =
    { kept : Maybe Value
    , now : Int
    , here : List String
    , answer : Response
    , seen : Maybe ChessState
    , bell : Maybe Bell
    }


{-| The event that is scheduled.
-}
type alias Bell =
    { key : String, payload : Value, due : Int }


room : String
room =
    "chess:test"


empty : Table
empty =
    { kept = Nothing
    , now = 1000000
    , here = [ "ann", "ben" ]
    , answer = Ack
    , seen = Nothing
    , bell = Nothing
    }


started : Table
started =
    empty |> says "ann" (sits (Just White)) |> says "ben" (sits (Just Black))


mated : Table
mated =
    started |> plays "f2f3 e7e5 g2g4 d8h4"


{-| One minute each, and a second for each move.
-}
blitz : Table
blitz =
    empty
        |> says "ann" (TakeSeatMessage { colour = Just White, name = Just "Ann", time = Just { minutes = 1, increment_seconds = 1 } })
        |> says "ben" (sits (Just Black))


{-| A game from some position on.
-}
from : String -> Table
from fen =
    altered (\game -> { game | fen = fen, positions = [ String.join " " (List.take 4 (String.words fen)) ] }) started


{-| One minute each, from here on.
-}
timed : Table -> Table
timed table =
    altered
        (\game ->
            { game
                | clock =
                    Just { white_ms = 60000, black_ms = 60000, at = table.now, running = Nothing, time = { minutes = 1, increment_seconds = 0 } }
            }
        )
        table


altered : (Messages.SavedGame -> Messages.SavedGame) -> Table -> Table
altered change table =
    { table | kept = Maybe.map (Messages.encodeSavedGame << change) (kept table) }


kept : Table -> Maybe Messages.SavedGame
kept table =
    Maybe.andThen (Decode.decodeValue Messages.savedGameDecoder >> Result.toMaybe) table.kept


context : String -> Table -> Context
context user table =
    let
        plain =
            Server.testContext user room
                |> Server.withMembers room table.here

        ctx =
            Maybe.withDefault plain (Maybe.map (\state -> Server.withGameState room state plain) table.kept)
    in
    { ctx | timestamp = table.now }



-- WHAT HAPPENS AT IT


says : String -> WebSocketMessage -> Table -> Table
says user message table =
    took (WebSocketLogic.processMessage message (context user table)) table


{-| The effects happen, unless the answer is no.
-}
took : ( List Effect, Response ) -> Table -> Table
took ( effects, answer ) table =
    case answer of
        Reject _ ->
            { table | answer = answer }

        _ ->
            List.foldl happen { table | answer = answer } effects


happen : Effect -> Table -> Table
happen effect table =
    case effect of
        UpdateGameState { new_state } ->
            { table | kept = Just new_state }

        Broadcast { message } ->
            case message of
                ChessStateMessage state ->
                    { table | seen = Just state }

                _ ->
                    table

        ScheduleKeyedEvent { key, payload, delay } ->
            { table | bell = Just { key = key, payload = payload, due = table.now + 1000 * delay } }

        CancelEvent _ ->
            { table | bell = Nothing }

        _ ->
            table


sits : Maybe Colour -> WebSocketMessage
sits colour =
    TakeSeatMessage { colour = colour, name = Nothing, time = Nothing }


{-| Both sides' moves in turn, as `e2e4` or `e7e8q`. They are whoever's it is.
-}
plays : String -> Table -> Table
plays list table =
    List.foldl
        (\text now ->
            case Maybe.map .turn now.seen of
                Just Black ->
                    says "ben" (moves text) now

                _ ->
                    says "ann" (moves text) now
        )
        (looked table)
        (String.words list)


{-| As it looks to somebody who comes in.
-}
looked : Table -> Table
looked table =
    { table
        | seen =
            WebSocketLogic.roomState room (context "ann" table)
                |> Decode.decodeValue Messages.chessStateDecoder
                |> Result.toMaybe
    }


moves : String -> WebSocketMessage
moves text =
    MakeMoveMessage
        { from = String.left 2 text
        , to = String.slice 2 4 text
        , promotion =
            case String.dropLeft 4 text of
                "q" ->
                    Just Queen

                "n" ->
                    Just Knight

                _ ->
                    Nothing
        }


{-| Knights out and back.
-}
again : Int -> String
again times =
    String.join " " (List.repeat times "g1f3 g8f6 f3g1 f6g8")


waits : Int -> Table -> Table
waits seconds table =
    { table | now = table.now + 1000 * seconds }


{-| The event that waits arrives.
-}
rings : Table -> Table
rings table =
    rung table.bell table


{-| The event that waits arrives after these moves.
-}
overtaken : String -> Table -> Table
overtaken list table =
    rung table.bell (plays list table)


rung : Maybe Bell -> Table -> Table
rung waiting table =
    case waiting of
        Just bell ->
            Encode.object [ ( "event_type", Encode.string "FlagFall" ), ( "payload", bell.payload ) ]
                |> Decode.decodeValue Events.eventDecoder
                |> Result.map (\event -> took ( WebSocketLogic.handleEvent event (context "" table), Ack ) table)
                |> Result.withDefault table

        Nothing ->
            table


meets : PresenceChange -> String -> Table -> Table
meets change user table =
    took (WebSocketLogic.handleUserPresence { event_type = change, room = room, user_id = user } (context user table)) table


{-| A client sends what only the server may.
-}
claims : Table -> Table
claims table =
    case table.seen of
        Just state ->
            says "ann" (ChessStateMessage state) table

        Nothing ->
            table



-- WHAT IS TOLD OF IT


{-| The refusal, or the last move and the result.
-}
standing : Table -> String
standing table =
    case ( table.answer, table.seen ) of
        ( Reject reason, _ ) ->
            "refused, " ++ reason

        ( _, Just state ) ->
            String.join ", "
                [ List.reverse state.moves
                    |> List.head
                    |> Maybe.map .san
                    |> Maybe.withDefault "no move"
                , ending state
                ]

        ( _, Nothing ) ->
            "nothing was told"


ending : ChessState -> String
ending state =
    case state.result of
        Nothing ->
            "the game goes on"

        Just { winner, reason } ->
            Maybe.withDefault "nobody" (Maybe.map named winner) ++ " wins, " ++ word reason


word : Reason -> String
word reason =
    Encode.encode 0 (Messages.encodeReason reason)
        |> String.replace "\"" ""


named : Colour -> String
named colour =
    case colour of
        White ->
            "White"

        Black ->
            "Black"


position : Table -> String
position =
    told .fen


score : Table -> String
score =
    told (\state -> String.join " " (List.map .san state.moves))


checked : Table -> String
checked =
    told (\state -> Maybe.withDefault "no check" (Maybe.map ((++) "check on ") state.check))


booty : Table -> String
booty =
    told (\state -> "White has taken " ++ state.captured.by_white ++ ", Black " ++ state.captured.by_black)


offers : Table -> String
offers =
    told (\state -> Maybe.withDefault "nobody" (Maybe.map named state.draw_offer) ++ " offers a draw")


claimable : Table -> String
claimable =
    told (\state -> "a draw for " ++ Maybe.withDefault "nothing" (Maybe.map word state.draw_claim))


clock : Table -> String
clock table =
    looked table
        |> told
            (\state ->
                case state.clock of
                    Just times ->
                        String.join ", "
                            [ "White " ++ String.fromInt times.white_ms
                            , "Black " ++ String.fromInt times.black_ms
                            , Maybe.withDefault "nobody's" (Maybe.map (\colour -> named colour ++ "'s") times.running)
                                ++ " time passes"
                            ]

                    Nothing ->
                        "no clock"
            )


alarm : Table -> String
alarm table =
    case table.bell of
        Just { key, due } ->
            key ++ " in " ++ String.fromInt ((due - table.now) // 1000) ++ " s"

        Nothing ->
            "no bell"


seats : Table -> String
seats table =
    let
        seat player =
            case player of
                Just { user_id, points, here } ->
                    user_id
                        ++ " with "
                        ++ String.fromFloat points
                        ++ (if here then
                                ""

                            else
                                " (away)"
                           )

                Nothing ->
                    "nobody"
    in
    told
        (\state ->
            String.join ", "
                [ "game " ++ String.fromInt state.number
                , "White " ++ seat state.white
                , "Black " ++ seat state.black
                , String.fromInt state.spectators ++ " watching"
                , ending state
                ]
        )
        table


told : (ChessState -> String) -> Table -> String
told tell table =
    Maybe.withDefault "nothing was told" (Maybe.map tell table.seen)


shown : Value -> String
shown value =
    Encode.encode 0 value
        |> String.left 140


admission : String -> String
admission name =
    case WebSocketLogic.authorizeJoin name (Server.testContext "ann" name) of
        Allow ->
            "come in"

        Deny reason ->
            reason

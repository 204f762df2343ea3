module Perft exposing (main)

{-| Counts all games of some length from six positions that hold every trap of the rules. Others have counted
them often, so a wrong rule shows as a wrong number.
-}

import Chess.Moves as Moves
import Chess.Position as Position exposing (Position)


main : String
main =
    [ ( "start", 4, Position.start )
    , ( "kiwipete", 3, "r3k2r/p1ppqpb1/bn2pnp1/3PN3/1p2P3/2N2Q1p/PPPBBPPP/R3K2R w KQkq - 0 1" )
    , ( "endgame", 4, "8/2p5/3p4/KP5r/1R3p1k/8/4P1P1/8 w - - 0 1" )
    , ( "promotions", 3, "r3k2r/Pppp1ppp/1b3nbN/nP6/BBP1P3/q4N2/Pp1P2PP/R2Q1RK1 w kq - 0 1" )
    , ( "talkchess", 3, "rnbq1k1r/pp1Pbppp/2p5/8/2B5/8/PPP1NnPP/RNBQK2R w KQ - 1 8" )
    , ( "middlegame", 3, "r4rk1/1pp1qppp/p1np1n2/2b1p1B1/2B1P1b1/P1NP1N2/1PP1QPPP/R4RK1 w - - 0 10" )
    ]
        |> List.map line
        |> String.join "\n"


line : ( String, Int, String ) -> String
line ( name, depth, fen ) =
    case Position.read fen of
        Just position ->
            name ++ " " ++ String.fromInt depth ++ " " ++ String.fromInt (perft depth position)

        Nothing ->
            name ++ " is no position"


perft : Int -> Position -> Int
perft depth position =
    if depth == 1 then
        Moves.count position

    else
        sum (depth - 1) position (Moves.legal position) 0


sum : Int -> Position -> List Moves.Move -> Int -> Int
sum depth position moves counted =
    case moves of
        [] ->
            counted

        move :: rest ->
            sum depth position rest (counted + perft depth (Moves.play move position))

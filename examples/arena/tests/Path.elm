module Path exposing (main)

{-| The way of one disc by our physics, as JSON: 300 steps with pushes that turn, from wall to wall. The page's twin has to go
the same way.
-}

import Arena.Physics as Physics
import BuildAmp.Messages exposing (Disc)
import Dict
import Json.Encode as Encode


main : String
main =
    List.foldl advance ( start, [] ) (List.range 1 300)
        |> Tuple.second
        |> List.reverse
        |> Encode.list (\{ x, y, vx, vy } -> Encode.list Encode.float [ x, y, vx, vy ])
        |> Encode.encode 0


start : Disc
start =
    { seat = 1, user_id = "ann", name = "Ann", x = 400, y = 300, vx = 0, vy = 0, step = 0, gems = 0, away = 0 }


advance : Int -> ( Disc, List Disc ) -> ( Disc, List Disc )
advance number ( disc, path ) =
    let
        turn =
            number // 40

        push =
            { step = number, x = toFloat (modBy 3 turn - 1), y = toFloat (modBy 5 turn - 2) / 2 }
    in
    case Tuple.first (Physics.step (Dict.singleton "ann" push) [ disc ]) of
        moved :: _ ->
            ( moved, moved :: path )

        [] ->
            ( disc, path )

module WebSocketLogic exposing (handleTick, processMessage)

{-| What a small game does with each tick: read the world, move it, store it, tell everyone.
-}

import BuildAmp.Messages exposing (Disc, World)
import BuildAmp.Server exposing (Context, Effect(..), Response(..), Tick, WebSocketMessage(..))
import BuildAmp.Store as Store


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        BeginMessage { rate } ->
            ( [ Store.setWorld ctx.room { discs = List.map disc (List.range 1 8) }, StartTicks { room = ctx.room, rate = rate } ], Ack )

        _ ->
            ( [], Reject "only the server says this" )


disc : Int -> Disc
disc number =
    { x = toFloat number * 100, y = 450, vx = 120, vy = toFloat number * 30 }


handleTick : Tick -> Context -> List Effect
handleTick { count, elapsed } ctx =
    let
        world =
            Store.getWorld ctx.room ctx
                |> Maybe.withDefault { discs = [] }
                |> (\{ discs } -> { discs = List.map (move (toFloat elapsed / 1000)) discs })
    in
    [ Store.setWorld ctx.room world
    , Broadcast { room = ctx.room, message = FrameMessage { count = count, discs = world.discs }, exclude = [] }
    ]


move : Float -> Disc -> Disc
move seconds { x, y, vx, vy } =
    { x = x + vx * seconds
    , y = y + vy * seconds
    , vx = turn 1600 x vx
    , vy = turn 900 y vy
    }


turn : Float -> Float -> Float -> Float
turn size place speed =
    if (place < 0 && speed < 0) || (place > size && speed > 0) then
        -speed

    else
        speed

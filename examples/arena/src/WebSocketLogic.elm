module WebSocketLogic exposing (authorizeJoin, handleEvent, handleTick, handleUserPresence, processMessage, roomState)

{-| The rules of the arena as the server calls them: what comes from pages, what happens thirty times a second, what happens
later. The game itself is in `Arena.World`, how discs move in `Arena.Physics`.
-}

import Arena.Physics as Physics exposing (Hit)
import Arena.World as World
import BuildAmp.Events as Events exposing (Event(..))
import BuildAmp.Messages as Messages exposing (World)
import BuildAmp.Server as Server exposing (Access(..), Context, Effect(..), PresenceChange(..), PresenceEvent, Response(..), Tick, WebSocketMessage(..))
import BuildAmp.Store as Store
import Dict
import Json.Decode as Decode
import Json.Encode exposing (Value)


{-| A push only stores what somebody wants; the next tick reads it. So a page can send as many as it likes, and nobody gets
further by it.
-}
processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        SteerMessage { step, x, y } ->
            ( [ Store.setPushFor 1 (ctx.room ++ "/" ++ ctx.user_id) { step = step, x = x, y = y } ], Ack )

        EnterMessage { name } ->
            enter (String.trim name) ctx

        _ ->
            ( [], Reject "only the server says this" )


enter : String -> Context -> ( List Effect, Response )
enter name ctx =
    if name == "" then
        ( [], Reject "a name needs a letter" )

    else
        case World.enter ctx.user_id name (load ctx) of
            Ok world ->
                ( [ save world ctx, tellRoster world ctx, startTicks ctx ], Ack )

            Err reason ->
                ( [], Reject reason )


{-| Somebody's first page came in. Ticks end with the last page that leaves, and with the server, so they are asked for here.
-}
handleUserPresence : PresenceEvent -> Context -> ( List Effect, Response )
handleUserPresence { event_type } ctx =
    case event_type of
        UserJoined ->
            ( [ startTicks ctx ], Ack )

        UserLeft ->
            ( [], Ack )


startTicks : Context -> Effect
startTicks ctx =
    StartTicks { room = ctx.room, rate = Physics.rate }


{-| A step of the game. Where the server was too busy for some ticks, the next one makes up for them, but not for more than
a quarter of a second. An empty floor needs no ticks.
-}
handleTick : Tick -> Context -> List Effect
handleTick { elapsed } ctx =
    let
        before =
            load ctx

        ( world, hits ) =
            World.tick
                { steps = clamp 1 8 (round (toFloat elapsed * Physics.rate / 1000))
                , pushes = Dict.fromList (List.map (Tuple.mapFirst user) (Store.listPushes (ctx.room ++ "/") ctx))
                , members = Server.members ctx.room ctx
                , seed = ctx.seed
                }
                before

        user =
            String.dropLeft (String.length ctx.room + 1)
    in
    if List.isEmpty before.discs then
        [ StopTicks { room = ctx.room } ]

    else
        save world ctx
            :: Broadcast { room = ctx.room, message = FrameMessage (World.frame world), exclude = [] }
            :: List.map collision hits
            ++ tellChanges before world ctx


{-| What a collision means is decided in an event of its own, which is due at once.
-}
collision : Hit -> Effect
collision { hitter, hit } =
    Events.schedulePlayerCollision 0 { hitter = hitter, hit = hit }


tellChanges : World -> World -> Context -> List Effect
tellChanges before world ctx =
    (if World.players before == World.players world then
        []

     else
        [ tellRoster world ctx ]
    )
        ++ (case ( before.winner, world.winner ) of
                ( Nothing, Just name ) ->
                    [ Broadcast { room = ctx.room, message = RoundWonMessage { name = name }, exclude = [] }
                    , Events.scheduleNextRoundAs ("round:" ++ ctx.room) 5 {}
                    ]

                _ ->
                    []
           )


handleEvent : Event -> Context -> List Effect
handleEvent event ctx =
    case event of
        PlayerCollisionEvent hit ->
            case World.steal hit (load ctx) of
                Just world ->
                    [ save world ctx, tellRoster world ctx, tellBump hit True ctx ]

                Nothing ->
                    [ tellBump hit False ctx ]

        NextRoundEvent _ ->
            let
                world =
                    World.nextRound (load ctx)
            in
            [ save world ctx, tellRoster world ctx ]

        UnknownEvent _ ->
            []


tellBump : Hit -> Bool -> Context -> Effect
tellBump { hitter, hit } stolen ctx =
    Broadcast { room = ctx.room, message = BumpedMessage { hitter = hitter, hit = hit, stolen = stolen }, exclude = [] }


tellRoster : World -> Context -> Effect
tellRoster world ctx =
    Broadcast { room = ctx.room, message = RosterMessage { players = World.players world }, exclude = [] }


authorizeJoin : String -> Context -> Access
authorizeJoin room _ =
    if String.length room <= 40 && String.all (\char -> Char.isAlphaNum char || char == '-') room then
        Allow

    else
        Deny "a room's name has up to 40 letters, digits or -"


roomState : String -> Context -> Value
roomState _ ctx =
    let
        world =
            load ctx
    in
    Messages.encodeFloor
        { players = World.players world
        , frame = World.frame world
        , winner = world.winner
        , goal = Physics.goal
        }


load : Context -> World
load ctx =
    Store.getWorld ctx.room ctx |> Maybe.withDefault (World.empty ctx.seed)


{-| Nobody plays for a day: the game is forgotten.
-}
save : World -> Context -> Effect
save world ctx =
    Store.setWorldFor (24 * 3600) ctx.room world

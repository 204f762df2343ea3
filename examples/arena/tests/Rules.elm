module Rules exposing (main)

{-| What the rules do, a line for each: what was tried, and what came of it. `rules.txt` holds the lines as they should be.
They go through the functions that the server calls, and keep the world as the server would.
-}

import Arena.Physics as Physics
import Arena.World as World
import BuildAmp.Events exposing (Event(..))
import BuildAmp.Messages as Messages exposing (Disc, World)
import BuildAmp.Server as Server exposing (Access(..), Context, Effect(..), PresenceChange(..), Response(..), WebSocketMessage(..))
import Dict
import Json.Decode as Decode
import Json.Encode as Encode
import WebSocketLogic


main : String
main =
    List.concat [ entering, moving, bumping, collecting, leaving ]
        |> List.map (\( name, outcome ) -> name ++ ": " ++ outcome)
        |> String.join "\n"


type alias Line =
    ( String, String )


entering : List Line
entering =
    [ ( "a name", enters "Ann" "ann" (context []) )
    , ( "a name of spaces", enters "  " "ann" (context []) )
    , ( "another's name", enters "ANN" "bob" (context [ disc 1 "ann" 400 300 ]) )
    , ( "a new name", enters "Anna" "ann" (context [ disc 1 "ann" 400 300 ]) )
    , ( "a thirteenth", enters "Zoe" "zoe" (context (List.map (\seat -> disc seat ("u" ++ String.fromInt seat) (toFloat seat * 100) 300) (List.range 1 12))) )
    , ( "a free seat is taken again", enters "Bob" "bob" (context [ disc 2 "cid" 400 300 ]) )
    , ( "a room's name", access "tea-2" )
    , ( "no room's name", access "tea time" )
    ]


moving : List Line
moving =
    [ ( "a push to the right", ticks 33 (context [ disc 1 "ann" 400 300 ] |> pushed "ann" 1 0) )
    , ( "a push beyond all measure is one of 1", ticks 33 (context [ disc 1 "ann" 400 300 ] |> pushed "ann" 1 1) )
    , ( "a tick that is late", ticks 100 (context [ disc 1 "ann" 400 300 ] |> pushed "ann" 1 0) )
    , ( "a tick that is much too late", ticks 60000 (context [ disc 1 "ann" 400 300 ] |> pushed "ann" 1 0) )
    , ( "against a wall", ticks 33 (context [ { sliding | x = 40, vx = -400 } ]) )
    , ( "an empty floor", ticks 33 (context []) )
    ]


sliding : Disc
sliding =
    disc 1 "ann" 400 300


bumping : List Line
bumping =
    [ ( "head on", ticks 33 (context [ { sliding | vx = 400 }, disc 2 "bob" 470 300 ]) )
    , ( "gently", ticks 33 (context [ { sliding | vx = 100 }, disc 2 "bob" 470 300 ]) )
    , ( "in the same place", ticks 33 (context [ sliding, disc 2 "bob" 400 300 ]) )
    , ( "the hit one has a gem", event (PlayerCollisionEvent { hitter = 1, hit = 2 }) (context [ sliding, rich 2 ]) )
    , ( "the hit one has none", event (PlayerCollisionEvent { hitter = 2, hit = 1 }) (context [ sliding, rich 2 ]) )
    , ( "the hit one has gone", event (PlayerCollisionEvent { hitter = 1, hit = 7 }) (context [ sliding ]) )
    ]


rich : Int -> Disc
rich gems =
    let
        one =
            disc 2 "bob" 470 300
    in
    { one | gems = gems }


collecting : List Line
collecting =
    [ ( "on a gem", ticks 33 (withWorld { world | gems = [ { x = 410, y = 300 } ], discs = [ sliding ] } (context [])) )
    , ( "the last gem of a round", ticks 33 (withWorld { world | gems = [ { x = 410, y = 300 } ], discs = [ { sliding | gems = 11 } ] } (context [])) )
    , ( "between two rounds", ticks 33 (withWorld { world | winner = Just "bob", gems = [ { x = 410, y = 300 } ], discs = [ sliding ] } (context [])) )
    , ( "the next round", event (NextRoundEvent {}) (withWorld { world | winner = Just "ann", discs = [ { sliding | gems = 12, vx = 100 } ] } (context [])) )
    ]


leaving : List Line
leaving =
    [ ( "somebody is away", ticks 33 (context [ sliding ] |> Server.withMembers "tea" []) )
    , ( "and comes back", ticks 33 (context [ { sliding | away = 200 } ]) )
    , ( "and does not", ticks 33 (context [ { sliding | away = 301 } ] |> Server.withMembers "tea" []) )
    , ( "who comes in", Tuple.first (WebSocketLogic.handleUserPresence { event_type = UserJoined, room = "tea", user_id = "ann" } (context [])) |> List.map effect |> String.join ", " )
    ]



-- THE STAGE


world : World
world =
    { tick = 9, discs = [], gems = [], winner = Nothing }


disc : Int -> String -> Float -> Float -> Disc
disc seat user x y =
    { seat = seat, user_id = user, name = user, x = x, y = y, vx = 0, vy = 0, step = 0, gems = 0, away = 0 }


context : List Disc -> Context
context discs =
    Server.testContext "ann" "tea"
        |> Server.withMembers "tea" (List.map .user_id discs ++ [ "ann" ])
        |> withWorld { world | discs = discs }


withWorld : World -> Context -> Context
withWorld now =
    Server.withKV "World:tea" (Messages.encodeWorld now)


pushed : String -> Float -> Float -> Context -> Context
pushed user x y =
    Server.withKV ("Push:tea/" ++ user) (Messages.encodePush { step = 5, x = x, y = y })


enters : String -> String -> Context -> String
enters name user ctx =
    told (WebSocketLogic.processMessage (EnterMessage { name = name }) { ctx | user_id = user })


access : String -> String
access room =
    case WebSocketLogic.authorizeJoin room (context []) of
        Allow ->
            "allowed"

        Deny reason ->
            reason


ticks : Int -> Context -> String
ticks elapsed ctx =
    WebSocketLogic.handleTick { room = "tea", count = 3, elapsed = elapsed } ctx
        |> List.map effect
        |> String.join ", "


event : Event -> Context -> String
event due ctx =
    WebSocketLogic.handleEvent due ctx |> List.map effect |> String.join ", "


told : ( List Effect, Response ) -> String
told ( effects, response ) =
    case response of
        Reject reason ->
            reason

        _ ->
            String.join ", " (List.map effect effects)


effect : Effect -> String
effect one =
    case one of
        KVSet { value } ->
            Decode.decodeValue Messages.worldDecoder value
                |> Result.map place
                |> Result.withDefault "not a world"

        Broadcast { message } ->
            Server.messageType message

        ScheduleEvent { event_type, payload, delay } ->
            event_type ++ " " ++ Encode.encode 0 payload ++ " in " ++ String.fromInt delay

        ScheduleKeyedEvent { key, event_type, delay } ->
            event_type ++ " as " ++ key ++ " in " ++ String.fromInt delay

        StartTicks { rate } ->
            "ticks at " ++ String.fromInt rate

        StopTicks _ ->
            "no ticks"

        _ ->
            "something else"


place : World -> String
place now =
    "[" ++ String.fromInt now.tick ++ "] " ++ String.join " " (List.map seatAt now.discs)


seatAt : Disc -> String
seatAt one =
    String.concat
        [ one.name
        , "#"
        , String.fromInt one.seat
        , " at "
        , String.join "," (List.map (String.fromInt << round) [ one.x, one.y ])
        , " going "
        , String.join "," (List.map (String.fromInt << round) [ one.vx, one.vy ])
        , " with "
        , String.fromInt one.gems
        , if one.away > 0 then
            " (away)"

          else
            ""
        ]

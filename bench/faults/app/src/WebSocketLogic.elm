module WebSocketLogic exposing (handleEvent, handleUserPresence, processMessage, roomState)

{-| Counts what comes, and looks for nothing twice: that is the server's to see to.
-}

import BuildAmp.Events exposing (Event(..))
import BuildAmp.Messages as Messages
import BuildAmp.Server exposing (Context, Effect(..), PresenceChange(..), PresenceEvent, Response(..), WebSocketMessage(..))
import BuildAmp.Store as Store
import BuildAmp.Webhooks as Webhooks
import Json.Encode exposing (Value)


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        AddMessage { number } ->
            let
                total =
                    totalOf ctx.room ctx + 1

                added =
                    AddedMessage { user = ctx.user_id, number = number, total = total }
            in
            ( [ Store.setAccount ctx.user_id { numbers = number :: accountOf ctx.user_id ctx }
              , Store.setTotal ctx.room { total = total }
              , Broadcast { room = ctx.room, message = added, exclude = [] }
              ]
            , Reply added
            )

        LaterMessage { key, delay } ->
            ( [ ScheduleEventInMilliseconds
                    { key = Just key, event_type = "Due", payload = Messages.encodeDue { key = key }, delay = delay }
              ]
            , Ack
            )

        CallMessage { key } ->
            ( [ Webhooks.called { key = key } ], Ack )

        AskMessage { user } ->
            ( []
            , Reply
                (ToldMessage
                    { numbers = List.reverse (accountOf user ctx)
                    , happened = List.map (\( key, { count } ) -> { key = key, count = count }) (Store.listFacts (user ++ "/") ctx)
                    }
                )
            )

        _ ->
            ( [], Reject "only the server says this" )


handleEvent : Event -> Context -> List Effect
handleEvent event ctx =
    case event of
        DueEvent { key } ->
            let
                count =
                    1 + Maybe.withDefault 0 (Maybe.map .count (Store.getFact key ctx))
            in
            [ Store.setFact key { count = count }
            , Broadcast { room = ctx.room, message = HappenedMessage { key = key, count = count }, exclude = [] }
            ]

        _ ->
            []


handleUserPresence : PresenceEvent -> Context -> ( List Effect, Response )
handleUserPresence event ctx =
    ( if ctx.room == "hall" then
        [ Broadcast
            { room = ctx.room
            , message = PresenceMessage { user = event.user_id, is_here = event.event_type == UserJoined }
            , exclude = []
            }
        ]

      else
        []
    , Ack
    )


roomState : String -> Context -> Value
roomState room ctx =
    Messages.encodeState { total = totalOf room ctx }


totalOf : String -> Context -> Int
totalOf room ctx =
    Maybe.withDefault 0 (Maybe.map .total (Store.getTotal room ctx))


accountOf : String -> Context -> List Int
accountOf user ctx =
    Maybe.withDefault [] (Maybe.map .numbers (Store.getAccount user ctx))

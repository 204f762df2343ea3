module WebSocketLogic exposing (handleEvent, processMessage, roomState)

{-| The version that is coming in: a longer note with an author, which can be stamped and read out.
-}

import BuildAmp.Events as Events exposing (Event(..))
import BuildAmp.Messages as Messages exposing (Mark(..), Note)
import BuildAmp.Server exposing (Context, Effect(..), Response(..), WebSocketMessage(..))
import BuildAmp.Store as Store
import Json.Encode exposing (Value)


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        WriteMessage { text } ->
            if String.length text > 20 then
                ( [], Reject "twenty characters are enough" )

            else
                let
                    before =
                        stored ctx
                in
                ( [ Store.setNote ctx.room { text = text, mark = Plain, author = Just ctx.user_id }
                  , tell { text = text, before = before.text, by = before.author } ctx
                  ]
                , Ack
                )

        StampMessage { ink } ->
            let
                note =
                    stored ctx
            in
            ( [ Store.setNote ctx.room { note | mark = Inked }
              , Broadcast { room = ctx.room, message = StampedMessage { ink = ink }, exclude = [] }
              ]
            , Ack
            )

        RemindMessage { milliseconds } ->
            ( [ Events.scheduleReadOutInMilliseconds milliseconds { text = (stored ctx).text } ], Ack )

        _ ->
            ( [], Reject "only the server says this" )


tell : { text : String, before : String, by : Maybe String } -> Context -> Effect
tell written ctx =
    Broadcast { room = ctx.room, message = WrittenMessage written, exclude = [] }


stored : Context -> Note
stored ctx =
    Maybe.withDefault { text = "", mark = Plain, author = Nothing } (Store.getNote ctx.room ctx)


handleEvent : Event -> Context -> List Effect
handleEvent event ctx =
    case event of
        PutAwayEvent { text } ->
            [ tell { text = "", before = text, by = Nothing } ctx ]

        ReadOutEvent { text } ->
            [ tell { text = text, before = text, by = Nothing } ctx ]

        UnknownEvent { event_type } ->
            [ tell { text = "no rule for " ++ event_type, before = "", by = Nothing } ctx ]


roomState : String -> Context -> Value
roomState _ ctx =
    Messages.encodeState { text = (stored ctx).text }

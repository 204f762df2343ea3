module WebSocketLogic exposing (handleEvent, processMessage, roomState)

{-| The version that is being replaced.
-}

import BuildAmp.Events exposing (Event(..))
import BuildAmp.Messages as Messages exposing (Mark(..))
import BuildAmp.Server exposing (Context, Effect(..), Response(..), WebSocketMessage(..))
import BuildAmp.Store as Store
import Json.Encode exposing (Value)


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        WriteMessage { text } ->
            if String.length text > 10 then
                ( [], Reject "ten characters are enough" )

            else
                ( [ Store.setNote ctx.room { text = text, mark = Plain }
                  , tell { text = text, before = stored ctx } ctx
                  ]
                , Ack
                )

        _ ->
            ( [], Reject "only the server says this" )


tell : { text : String, before : String } -> Context -> Effect
tell written ctx =
    Broadcast { room = ctx.room, message = WrittenMessage written, exclude = [] }


stored : Context -> String
stored ctx =
    Maybe.withDefault "" (Maybe.map .text (Store.getNote ctx.room ctx))


handleEvent : Event -> Context -> List Effect
handleEvent event ctx =
    case event of
        PutAwayEvent { text } ->
            [ tell { text = "", before = text } ctx ]

        UnknownEvent { event_type } ->
            [ tell { text = "no rule for " ++ event_type, before = "" } ctx ]


roomState : String -> Context -> Value
roomState _ ctx =
    Messages.encodeState { text = stored ctx }

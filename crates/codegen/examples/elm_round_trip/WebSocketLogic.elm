module WebSocketLogic exposing
    ( authorizeJoin
    , handleEvent
    , handleTick
    , handleUpload
    , handleUserPresence
    , handleWebhook
    , processMessage
    , roomState
    )

{-| Logic for the models that the product was asked for with. It uses every function that the server may
call, and every effect.
-}

import BuildAmp.Events as Events exposing (Event(..))
import BuildAmp.Messages exposing (CursorUpdate, EditOperation(..), GameMove, LiveEdit, TypingIndicator)
import BuildAmp.Server exposing (Access(..), Context, Effect(..), PresenceChange(..), PresenceEvent, Response(..), Tick, Upload, WebSocketMessage(..), Webhook, getDocument, getGameState, getKVValue, getOperationsSince, isOnline, listKV, members)
import BuildAmp.Store as Store
import BuildAmp.Webhooks as Webhooks
import Dict
import Json.Decode as Decode
import Json.Encode as Encode exposing (Value)
import Random


processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage msg ctx =
    case msg of
        GameMoveMessage move ->
            processGameMove move ctx

        CursorUpdateMessage cursor ->
            processCursorUpdate cursor ctx

        LiveEditMessage edit ->
            processLiveEdit edit ctx

        TypingIndicatorMessage typing ->
            processTypingIndicator typing ctx

        _ ->
            ( [], Ack )


processGameMove : GameMove -> Context -> ( List Effect, Response )
processGameMove move ctx =
    case getGameState move.game_id ctx of
        Just state ->
            ( [ UpdateGameState { game_id = move.game_id, new_state = move.move_data }
              , Broadcast
                    { room = "game:" ++ move.game_id
                    , message = GameMoveMessage move
                    , exclude = [ ctx.user_id ]
                    }
              , KVSet { key = "game_state:" ++ move.game_id, value = state, ttl = Just (60 * 60) }
              , ScheduleEvent
                    { event_type = "GameCompleted"
                    , payload = Encode.object [ ( "game_id", Encode.string move.game_id ) ]
                    , delay = 0
                    }
              ]
            , Reply (GameMoveMessage move)
            )

        Nothing ->
            ( [ SendToUser { user_id = ctx.user_id, message = GameMoveMessage move } ]
            , Reject "no such game"
            )


processCursorUpdate : CursorUpdate -> Context -> ( List Effect, Response )
processCursorUpdate cursor ctx =
    ( [ KVSet
            { key = "cursor:" ++ cursor.item_id ++ ":" ++ ctx.user_id
            , value = Encode.object [ ( "x", Encode.float cursor.position.x ) ]
            , ttl = Just 30
            }
      , Broadcast
            { room = "item:" ++ cursor.item_id
            , message = CursorUpdateMessage cursor
            , exclude = [ ctx.user_id ]
            }
      ]
    , Ack
    )


processLiveEdit : LiveEdit -> Context -> ( List Effect, Response )
processLiveEdit edit ctx =
    let
        version =
            getDocument edit.document_id ctx
                |> Maybe.map .version
                |> Maybe.withDefault 0

        others =
            getOperationsSince edit.document_id edit.version ctx

        operation =
            case edit.operation of
                Insert { position, text } ->
                    Insert { position = position + List.length others, text = text }

                Delete range ->
                    Delete range
    in
    ( [ UpdateDocument
            { document_id = edit.document_id
            , operation = BuildAmp.Messages.encodeEditOperation operation
            , new_version = version + 1
            }
      , Broadcast
            { room = "document:" ++ edit.document_id
            , message = LiveEditMessage { edit | operation = operation, version = version + 1 }
            , exclude = [ ctx.user_id ]
            }
      , ScheduleKeyedEvent
            { key = "save:" ++ edit.document_id
            , event_type = "SaveDocumentSnapshot"
            , payload = Encode.object [ ( "document_id", Encode.string edit.document_id ) ]
            , delay = 30
            }
      ]
    , Ack
    )


processTypingIndicator : TypingIndicator -> Context -> ( List Effect, Response )
processTypingIndicator typing ctx =
    let
        count =
            getKVValue ("typing:" ++ ctx.user_id) ctx
                |> Maybe.andThen (Decode.decodeValue Decode.int >> Result.toMaybe)
                |> Maybe.withDefault 0
    in
    if count > 100 then
        ( [], Reject "too many messages" )

    else
        ( [ Broadcast
                { room = typing.channel
                , message = TypingIndicatorMessage typing
                , exclude = [ ctx.user_id ]
                }
          ]
        , Ack
        )


authorizeJoin : String -> Context -> Access
authorizeJoin room ctx =
    if List.length (members room ctx) < 10 && isOnline ctx.user_id ctx then
        Allow

    else
        Deny "the room is full"


roomState : String -> Context -> Value
roomState room ctx =
    Encode.object (listKV (room ++ ":") ctx)


handleUserPresence : PresenceEvent -> Context -> ( List Effect, Response )
handleUserPresence presence ctx =
    case presence.event_type of
        UserJoined ->
            ( [ KVSet
                    { key = "presence:" ++ presence.room ++ ":" ++ presence.user_id
                    , value = Encode.object [ ( "joined_at", Encode.int ctx.timestamp ) ]
                    , ttl = Just 300
                    }
              , StartTicks { room = presence.room, rate = 10 }
              ]
            , Ack
            )

        UserLeft ->
            ( [ KVDelete { key = "presence:" ++ presence.room ++ ":" ++ presence.user_id }
              , StopTicks { room = presence.room }
              ]
            , Ack
            )


handleEvent : Event -> Context -> List Effect
handleEvent event ctx =
    case event of
        UnknownEvent { event_type } ->
            Log event_type :: Store.deleteAll "typing:" ctx


handleTick : Tick -> Context -> List Effect
handleTick tick ctx =
    let
        ( dice, _ ) =
            Random.step (Random.int 1 6) (Random.initialSeed ctx.seed)
    in
    if dice == 6 then
        [ JoinRoom { user_id = ctx.user_id, room = "lobby" }
        , LeaveRoom { user_id = ctx.user_id, room = tick.room }
        , Disconnect { user_id = ctx.user_id, reason = ctx.host ++ ctx.connection_id }
        ]

    else
        [ CancelEvent { key = String.fromInt (tick.count + tick.elapsed) } ]


handleUpload : Upload -> Context -> ( List Effect, Response )
handleUpload upload _ =
    ( [ Webhook { endpoint = "scan", payload = Encode.string (upload.id ++ upload.name ++ upload.content_type) } ]
    , if upload.size > 1000000 then
        Reject ("too large for " ++ upload.room)

      else
        Ack
    )


handleWebhook : Webhook -> Context -> ( List Effect, Response )
handleWebhook webhook _ =
    ( [ Webhooks.call webhook.name webhook.payload
      , Webhooks.callAs "newest" webhook.name webhook.payload
      , ScheduleEventInMilliseconds
            { key = Dict.get "a" webhook.headers
            , event_type = "Soon"
            , payload = webhook.payload
            , delay = 250
            }
      , ScheduleEventInMilliseconds
            { key = Nothing
            , event_type = "Soon"
            , payload = Encode.null
            , delay = 1
            }
      , ScheduleCron
            { key = "report"
            , event_type = "Report"
            , payload = Encode.null
            , cron = "0 9 * * MON-FRI"
            , timezone = "Europe/Berlin"
            }
      ]
    , Ack
    )

module BuildAmp.Server exposing (..)

{-| What the logic gets and what it answers with.

The functions that take a `Context` read from the snapshot that the message runs on. They are
pure: a test builds a context with `testContext` and the `with..` functions, and calls the logic.

@HEADER@

-}

import BuildAmp.Messages as Messages
import BuildAmp.Range as Range exposing (Range)
import Dict exposing (Dict)
@DECODE@import Json.Encode as Encode exposing (Value)



-- MESSAGES


{-| A message of any type.
-}
type WebSocketMessage
    = @UNION@


{-| The `message_type` on the wire.
-}
messageType : WebSocketMessage -> String
messageType message =
    case message of
@TYPES@

{-| The message's own JSON.
-}
encodeMessage : WebSocketMessage -> Value
encodeMessage message =
    case message of
@VALUES@


-- WHAT THE LOGIC GETS


@JOIN_MESSAGE@{-| Where a message comes from, and what can be read.

`timestamp` is in milliseconds since 1970, `seed` for `Random.initialSeed`.

-}
type alias Context =
    { host : String
    , room : String
    , user_id : String
    , connection_id : String
    , timestamp : Int
    , seed : Int
    , snapshot : Snapshot
    }


{-| The first connection of a user enters a room, or the last one leaves it.
-}
type alias PresenceEvent =
    { event_type : PresenceChange
    , room : String
    , user_id : String
    }


{-| Whether the user has come or left.
-}
type PresenceChange
    = UserJoined
    | UserLeft


{-| A tick of a room that asked for ticks: how many there were before, and the milliseconds since the last.
-}
type alias Tick =
    { room : String
    , count : Int
    , elapsed : Int
    }


{-| A file that somebody would like to upload, and again when it has arrived whole.
-}
type alias Upload =
    { id : String
    , room : String
    , name : String
    , content_type : String
    , size : Int
    }


{-| A verified call from another server.
-}
type alias IncomingWebhook =
    { name : String
    , headers : Dict String String
    , payload : Value
    }


{-| What `handleWebhook` gets. The alias of a record would bring a constructor of its name, which the
effect has already.
-}
type alias Webhook =
    IncomingWebhook



-- WHAT THE LOGIC ANSWERS WITH


{-| Something that is to happen. All effects of an answer happen, or none.
-}
type Effect
    = Broadcast { room : String, message : WebSocketMessage, exclude : List String }
    | SendToUser { user_id : String, message : WebSocketMessage }
    | UpdateGameState { game_id : String, new_state : Value }
    | DeleteGameState { game_id : String }
    | UpdateDocument { document_id : String, operation : Value, new_version : Int }
    | DeleteDocument { document_id : String }
      -- the `id` of an `Upload`
    | DeleteUpload { id : String }
      -- `ttl` in seconds
    | KVSet { key : String, value : Value, ttl : Maybe Int }
    | KVDelete { key : String }
      -- `delay` in seconds
    | ScheduleEvent { event_type : String, payload : Value, delay : Int }
      -- replaces what was scheduled under the same key
    | ScheduleKeyedEvent { key : String, event_type : String, payload : Value, delay : Int }
      -- `delay` in milliseconds
    | ScheduleEventInMilliseconds { key : Maybe String, event_type : String, payload : Value, delay : Int }
      -- again and again, until `CancelEvent`: `cron` as in `"0 9 * * MON-FRI"`, `timezone` as in `"Europe/Berlin"`
    | ScheduleCron { key : String, event_type : String, payload : Value, cron : String, timezone : String }
    | CancelEvent { key : String }
      -- `rate` in ticks a second
    | StartTicks { room : String, rate : Int }
    | StopTicks { room : String }
    | JoinRoom { user_id : String, room : String }
    | LeaveRoom { user_id : String, room : String }
    | Disconnect { user_id : String, reason : String }
    | Webhook { endpoint : String, payload : Value }
      -- replaces what waits to be sent under the same key
    | KeyedWebhook { key : String, endpoint : String, payload : Value }
    | Log String


{-| The answer to the sender. `Reject` drops the effects.
-}
type Response
    = Ack
    | Reply WebSocketMessage
    | Reject String


{-| Whether a user may come into a room.
-}
type Access
    = Allow
    | Deny String



-- READING


{-| A document: its version and its content, which of a text is a string.
-}
type alias Document =
    { version : Int
    , content : Value
    }


{-| The state of a game, if it has one.
-}
getGameState : String -> Context -> Maybe Value
getGameState gameId ctx =
    case ctx.snapshot of
        Snapshot data ->
            Dict.get gameId data.games


{-| A document, if there is one.
-}
getDocument : String -> Context -> Maybe Document
getDocument documentId ctx =
    case ctx.snapshot of
        Snapshot data ->
            Dict.get documentId data.documents


{-| The operations that came after this version of a document, oldest first. In a test the first one made version 1.
-}
getOperationsSince : String -> Int -> Context -> List Value
getOperationsSince documentId version ctx =
    case ctx.snapshot of
        Snapshot data ->
            Dict.get documentId data.operations
                |> Maybe.withDefault []
                |> List.drop version


{-| What has happened to a document since a version: the version that it has now, and the operations that led there, oldest first.
-}
type alias Changes =
    { version : Int
    , operations : List Value
    }


{-| What has happened to a document since a version. `Nothing` where not all of the operations are kept any longer. Of a
document that isn't there the version is 0. In a test a document has the version that `withDocument` gave it, and at least that of
its operations.
-}
getChangesSince : String -> Int -> Context -> Maybe Changes
getChangesSince documentId version ctx =
    case ctx.snapshot of
        Snapshot data ->
            let
                operations =
                    Dict.get documentId data.operations
                        |> Maybe.withDefault []

                documented =
                    Dict.get documentId data.documents
                        |> Maybe.map .version
                        |> Maybe.withDefault 0

                current =
                    max documented (List.length operations)

                kept =
                    current - List.length operations
            in
            if version < kept then
                Nothing

            else
                Just { version = current, operations = List.drop (version - kept) operations }


{-| The value under a key, if there is one.
-}
getKVValue : String -> Context -> Maybe Value
getKVValue key ctx =
    case ctx.snapshot of
        Snapshot data ->
            Dict.get key data.values


{-| All keys that start with this, and their values, in the order of the keys.
-}
listKV : String -> Context -> List ( String, Value )
listKV prefix ctx =
    case ctx.snapshot of
        Snapshot data ->
            Dict.toList data.values
                |> List.filter (\( key, _ ) -> String.startsWith prefix key)


{-| Some of the keys that start with this, and their values: those of a range, in its order.

    listKVIn (Range.first 10) "score:" ctx

-}
listKVIn : Range -> String -> Context -> List ( String, Value )
listKVIn range prefix ctx =
    case ctx.snapshot of
        Snapshot data ->
            Dict.toList data.values
                |> List.filter (\( key, _ ) -> String.startsWith prefix key)
                |> Range.select range


{-| The users in a room.
-}
members : String -> Context -> List String
members room ctx =
    case ctx.snapshot of
        Snapshot data ->
            Dict.get room data.members
                |> Maybe.withDefault []


{-| Whether a user has a connection. In a test: whether they are in any room.
-}
isOnline : String -> Context -> Bool
isOnline user ctx =
    case ctx.snapshot of
        Snapshot data ->
            List.any (List.member user) (Dict.values data.members)
@CLAIMS@@JOINED@


-- TESTING


{-| What the read functions read.
-}
type Snapshot
    = Snapshot
        { games : Dict String Value
        , documents : Dict String Document
        , operations : Dict String (List Value)
        , values : Dict String Value
        , members : Dict String (List String)
@CLAIMS_FIELD@@JOINED_FIELD@        }


{-| A context for tests: of this user in this room, with nothing stored.
-}
testContext : String -> String -> Context
testContext user room =
    { host = "localhost"
    , room = room
    , user_id = user
    , connection_id = "connection-1"
    , timestamp = 0
    , seed = 0
    , snapshot =
        Snapshot
            { games = Dict.empty
            , documents = Dict.empty
            , operations = Dict.empty
            , values = Dict.empty
            , members = Dict.singleton room [ user ]
@NO_CLAIMS@@NO_JOINED@            }
    }


{-| A context in which a game has this state.
-}
withGameState : String -> Value -> Context -> Context
withGameState gameId state ctx =
    case ctx.snapshot of
        Snapshot data ->
            { ctx | snapshot = Snapshot { data | games = Dict.insert gameId state data.games } }


{-| A context in which there is this document, made by these operations.
-}
withDocument : String -> Value -> List Value -> Context -> Context
withDocument documentId content operations ctx =
    case ctx.snapshot of
        Snapshot data ->
            { ctx
                | snapshot =
                    Snapshot
                        { data
                            | documents =
                                Dict.insert documentId
                                    { version = List.length operations, content = content }
                                    data.documents
                            , operations = Dict.insert documentId operations data.operations
                        }
            }


{-| A context in which this value is stored.
-}
withKV : String -> Value -> Context -> Context
withKV key value ctx =
    case ctx.snapshot of
        Snapshot data ->
            { ctx | snapshot = Snapshot { data | values = Dict.insert key value data.values } }


{-| A context in which these users are in a room.
-}
withMembers : String -> List String -> Context -> Context
withMembers room users ctx =
    case ctx.snapshot of
        Snapshot data ->
            { ctx | snapshot = Snapshot { data | members = Dict.insert room users data.members } }


@WITH_CLAIMS@@WITH_JOINED@{-| A message with its type, as clients get it.
-}
encodeWebSocketMessage : WebSocketMessage -> Value
encodeWebSocketMessage message =
    Encode.object
        [ ( "type", Encode.string (messageType message) )
        , ( "payload", encodeMessage message )
        ]

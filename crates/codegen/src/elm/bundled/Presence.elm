module BuildAmp.Presence exposing (handle, refresh, online, Entry)

{-| Who is in a room, and since when.

@HEADER@

    handleUserPresence =
        Presence.handle
            { online = \user -> UserOnlineMessage { user_id = user }
            , offline = \user -> UserOfflineMessage { user_id = user }
            }

@docs handle, refresh, online, Entry

-}

import BuildAmp.Server exposing (Context, Effect(..), PresenceChange(..), PresenceEvent, Response(..), WebSocketMessage, listKV, members)
import Json.Decode as Decode exposing (Decoder)
import Json.Encode as Encode


{-| Notes who comes and tells the others; forgets who leaves, and tells those who stay.
-}
handle :
    { online : String -> WebSocketMessage, offline : String -> WebSocketMessage }
    -> PresenceEvent
    -> Context
    -> ( List Effect, Response )
handle messages { event_type, room, user_id } ctx =
    case event_type of
        UserJoined ->
            ( [ note room user_id ctx.timestamp
              , Broadcast { room = room, message = messages.online user_id, exclude = [ user_id ] }
              ]
            , Ack
            )

        UserLeft ->
            ( [ KVDelete { key = prefix room ++ user_id }
              , Broadcast { room = room, message = messages.offline user_id, exclude = [] }
              ]
            , Ack
            )


prefix : String -> String
prefix room =
    "presence:" ++ room ++ ":"


{-| An entry lasts for five minutes, so that none outlives a server that fell.
-}
note : String -> String -> Int -> Effect
note room user joinedAt =
    KVSet
        { key = prefix room ++ user
        , value = Encode.object [ ( "joined_at", Encode.int joinedAt ), ( "status", Encode.string "online" ) ]
        , ttl = Just 300
        }


{-| Five more minutes for the entry of who sends a message, where the app wants to read entries of those who stay longer.
-}
refresh : Context -> Effect
refresh ctx =
    let
        since =
            online ctx.room ctx
                |> List.filter (\entry -> entry.user_id == ctx.user_id)
                |> List.filterMap .joined_at
                |> List.head
                |> Maybe.withDefault ctx.timestamp
    in
    note ctx.room ctx.user_id since


{-| Somebody in a room. `joined_at` is in milliseconds since 1970, and `Nothing` where the entry has ended by now.
-}
type alias Entry =
    { user_id : String, joined_at : Maybe Int }


{-| All who are in a room: the server's own knowledge, with what the entries tell.
-}
online : String -> Context -> List Entry
online room ctx =
    let
        entries =
            listKV (prefix room) ctx

        joinedAt user =
            entries
                |> List.filter (\( key, _ ) -> key == prefix room ++ user)
                |> List.filterMap (\( _, value ) -> Result.toMaybe (Decode.decodeValue joinedAtDecoder value))
                |> List.head
    in
    List.map (\user -> { user_id = user, joined_at = joinedAt user }) (members room ctx)


joinedAtDecoder : Decoder Int
joinedAtDecoder =
    Decode.field "joined_at" Decode.int

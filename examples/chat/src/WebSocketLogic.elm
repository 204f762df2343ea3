module WebSocketLogic exposing (authorizeJoin, handleUserPresence, processMessage, roomState)

{-| All rules of the chat. The server calls the functions that are exposed here, and does what their effects say.
Each call sees the store as it is at one moment, and its effects happen together or not at all. If somebody else has
changed what it read, it is made again: "read, add a line, write" is safe, however many write at once.
-}

import BuildAmp.Messages as Messages exposing (Change(..), Person, Say)
import BuildAmp.Server as Server exposing (Access(..), Context, Effect(..), PresenceChange(..), PresenceEvent, Response(..), WebSocketMessage(..))
import BuildAmp.Store as Store
import Json.Encode exposing (Value)


{-| What a page has sent: what is to happen, and an answer to the sender. `Reject` gives a reason, and nothing happens.
Lengths and rates were checked before, as `models/ws/chat_ws.rs` says.
-}
processMessage : WebSocketMessage -> Context -> ( List Effect, Response )
processMessage message ctx =
    case message of
        SayMessage wish ->
            say wish ctx

        RenameMessage { name } ->
            rename (String.trim name) ctx

        TypingMessage _ ->
            ( [ Broadcast { room = ctx.room, message = SomebodyTypesMessage { user_id = ctx.user_id }, exclude = [ ctx.user_id ] } ], Ack )

        _ ->
            ( [], Reject "only the server says this" )


say : Say -> Context -> ( List Effect, Response )
say { key, text } ctx =
    let
        { next, lines } =
            history ctx

        lineOf name =
            { number = next, key = key, at = ctx.timestamp, user_id = ctx.user_id, name = name, text = text }
    in
    if String.trim text == "" then
        ( [], Reject "there is nothing in this message" )

    else if List.any (\line -> line.key == key && line.user_id == ctx.user_id) lines then
        -- A page that did not hear our answer has sent it again.
        ( [], Ack )

    else
        case ( nameOf ctx.user_id ctx, takeTurn ctx ) of
            ( Nothing, _ ) ->
                ( [], Reject "choose a name before you write" )

            ( _, Err reason ) ->
                ( [], Reject reason )

            ( Just name, Ok counted ) ->
                ( [ Store.setHistory ctx.room { next = next + 1, lines = List.take 100 (lineOf name :: lines) }
                  , counted
                  , Broadcast { room = ctx.room, message = SaidMessage { line = lineOf name }, exclude = [] }
                  ]
                , Ack
                )


{-| Slow mode: five messages in ten seconds. The first one begins the ten seconds and the others don't move them, so
they end for somebody who never stops, too. Some time later the entry goes from the store by itself.
-}
takeTurn : Context -> Result String Effect
takeTurn ctx =
    let
        begun =
            Store.getPace ctx.user_id ctx |> Maybe.withDefault { since = 0, count = 0 }

        left =
            begun.since + 10000 - ctx.timestamp
    in
    if left <= 0 then
        Ok (Store.setPaceFor 20 ctx.user_id { since = ctx.timestamp, count = 1 })

    else if begun.count < 5 then
        Ok (Store.setPaceFor 20 ctx.user_id { begun | count = begun.count + 1 })

    else
        Err ("slow down, others want to read: wait " ++ String.fromInt (ceiling (toFloat left / 1000)) ++ " s")


{-| A name is kept for 30 days; a page whose user has none here says it when it comes in.
-}
rename : String -> Context -> ( List Effect, Response )
rename name ctx =
    if name == "" || List.any (\person -> person.user_id /= ctx.user_id && String.toLower person.name == String.toLower name) (people ctx) then
        ( [], Reject "choose another name: this one is empty or taken" )

    else
        ( [ Store.setNicknameFor (30 * 24 * 3600) (ctx.room ++ "/" ++ ctx.user_id) { name = name }
          , tell ctx.user_id name Named ctx
          ]
        , Ack
        )


{-| A user's first page has come into the room, or the last one is gone. Who has no name yet comes and goes unseen.
-}
handleUserPresence : PresenceEvent -> Context -> ( List Effect, Response )
handleUserPresence { event_type, user_id } ctx =
    case ( nameOf user_id ctx, event_type ) of
        ( Nothing, _ ) ->
            ( [], Ack )

        ( Just name, UserJoined ) ->
            ( [ tell user_id name Joined ctx ], Ack )

        ( Just name, UserLeft ) ->
            ( [ tell user_id name Left ctx ], Ack )


authorizeJoin : String -> Context -> Access
authorizeJoin room _ =
    if String.length room <= 40 && String.all (\char -> Char.isAlphaNum char || char == '-') room then
        Allow

    else
        Deny "a room's name has up to 40 letters, digits or -"


roomState : String -> Context -> Value
roomState _ ctx =
    Messages.encodeChatRoom { lines = List.reverse (history ctx).lines, people = people ctx }


people : Context -> List Person
people ctx =
    List.filterMap (\user -> Maybe.map (Person user) (nameOf user ctx)) (Server.members ctx.room ctx)


nameOf : String -> Context -> Maybe String
nameOf user ctx =
    Maybe.map .name (Store.getNickname (ctx.room ++ "/" ++ user) ctx)


history : Context -> Messages.History
history ctx =
    Maybe.withDefault { next = 1, lines = [] } (Store.getHistory ctx.room ctx)


tell : String -> String -> Change -> Context -> Effect
tell user name change ctx =
    Broadcast { room = ctx.room, message = PersonChangedMessage { user_id = user, name = name, change = change }, exclude = [] }

//! `BuildAmp.WebSocket`: the client. Commands leave through one port; events come in as DOM events, because
//! only their decoders can keep a message from being made, and a subscription to one room must make
//! none for another.

use std::collections::BTreeSet;

use buildamp_schema::{Direction, TypeId};

use super::names::claim;
use super::{Context, decode, encode, string};

/// A message and the names that the module has for it.
struct Entry {
    id: TypeId,
    wire: String,
    /// `GameMoveReceived`
    constructor: String,
    /// `sendGameMove`
    send: String,
    /// `subscribeToGameMoves`
    subscribe: String,
    /// `joinWithEnterGame`
    join: String,
    direction: Direction,
}

const FIXED: [&str; 12] = [
    "buildAmpCommand",
    "connectToRoom",
    "disconnectFromRoom",
    "joinWith",
    "subscribeToAll",
    "subscribeToDirectMessages",
    "subscribeToLeftRoom",
    "subscribeToMissedDirectMessages",
    "subscribeToPresence",
    "subscribeToRoom",
    "subscribeToRoomState",
    "main",
];

pub(super) fn module(context: &Context<'_>) -> String {
    let entries = entries(context);
    let received: Vec<&Entry> = entries
        .iter()
        .filter(|e| e.direction.is_from_server())
        .collect();
    let sent: Vec<&Entry> = entries
        .iter()
        .filter(|e| e.direction.is_from_clients())
        .collect();
    let joins: Vec<&Entry> = entries
        .iter()
        .filter(|e| e.direction == Direction::Join)
        .collect();
    let mut text = format!(
        "port module BuildAmp.WebSocket exposing\n    {}\n\n",
        exposed(&received, &sent, &joins)
    );
    text.push_str(INTRODUCTION);
    text.push_str("import Browser.Events\n");
    if !entries.is_empty() {
        text.push_str("import BuildAmp.Messages as Messages\n");
    }
    text.push_str(
        "import Json.Decode as Decode exposing (Decoder)\nimport Json.Encode as Encode\n\n\n",
    );
    text.push_str(&union(&received));
    text.push_str(TYPES);
    for entry in &joins {
        text.push_str(&join(context, entry));
    }
    if !sent.is_empty() {
        text.push_str("\n\n\n-- SENDING\n");
    }
    for entry in sent {
        text.push_str(&send(context, entry));
    }
    text.push_str("\n\n\n-- RECEIVING\n");
    for entry in &received {
        text.push_str(&subscribe(context, entry));
    }
    text.push_str(SUBSCRIPTIONS);
    text.push_str(&message_decoder(context, &received));
    text.push_str(MECHANICS);
    if !joins.is_empty() {
        text.push_str(JOIN);
    }
    text
}

fn entries(context: &Context<'_>) -> Vec<Entry> {
    let mut taken: BTreeSet<String> = FIXED.iter().map(|name| (*name).to_owned()).collect();
    let mut claim = |name: String| claim(name, &mut taken);
    let messages = context.schema.messages();
    messages
        .map(|(id, def, message)| {
            let name = context.names.ty(id);
            Entry {
                id,
                wire: def.name.clone(),
                constructor: format!("{name}Received"),
                send: claim(format!("send{name}")),
                subscribe: claim(format!("subscribeTo{}", plural(name))),
                join: claim(format!("joinWith{name}")),
                direction: message.direction,
            }
        })
        .collect()
}

/// The plural of a name, by the rules that English has for most words.
pub(super) fn plural(name: &str) -> String {
    let ends = |endings: &[&str]| endings.iter().any(|ending| name.ends_with(ending));
    let vowel_before_y = ends(&["ay", "ey", "iy", "oy", "uy"]);
    if ends(&["s", "x", "z", "ch", "sh"]) {
        format!("{name}es")
    } else if let (Some(stem), false) = (name.strip_suffix('y'), vowel_before_y) {
        format!("{stem}ies")
    } else {
        format!("{name}s")
    }
}

fn exposed(received: &[&Entry], sent: &[&Entry], joins: &[&Entry]) -> String {
    let mut names: Vec<String> = [
        "Change(..)",
        "Presence",
        "RoomState",
        "WebSocketMsg(..)",
        "connectToRoom",
        "disconnectFromRoom",
        "subscribeToAll",
        "subscribeToDirectMessages",
        "subscribeToLeftRoom",
        "subscribeToMissedDirectMessages",
        "subscribeToPresence",
        "subscribeToRoom",
        "subscribeToRoomState",
    ]
    .map(str::to_owned)
    .to_vec();
    names.extend(received.iter().map(|entry| entry.subscribe.clone()));
    names.extend(sent.iter().map(|entry| entry.send.clone()));
    names.extend(joins.iter().map(|entry| entry.join.clone()));
    names.sort();
    super::messages::list(4, &names)
        .replacen('[', "(", 1)
        .replace("\n    ]", "\n    )")
}

fn union(received: &[&Entry]) -> String {
    let mut text = String::from(
        "{-| Everything that comes from the server: the messages, and how the connection is.\n-}\ntype WebSocketMsg\n    = ",
    );
    for entry in received {
        text.push_str(&format!(
            "{} {}\n    | ",
            entry.constructor,
            qualified(entry)
        ));
    }
    text.push_str(
        "WebSocketError String\n    | WebSocketConnected String\n    | WebSocketDisconnected\n",
    );
    text
}

fn qualified(entry: &Entry) -> String {
    let name = entry
        .constructor
        .strip_suffix("Received")
        .unwrap_or(&entry.constructor);
    format!("Messages.{name}")
}

fn send(context: &Context<'_>, entry: &Entry) -> String {
    let (name, of) = (&entry.send, encode::named(context, entry.id));
    let encoder = context.names.encoder(entry.id);
    format!(
        "\n\n{{-| Send a `{wire}` to a room.\n-}}\n{name} : String -> Messages.{of} -> Cmd msg\n{name} room message =\n    send room {tag} (Messages.{encoder} message)\n",
        wire = entry.wire,
        tag = string(&entry.wire),
    )
}

fn join(context: &Context<'_>, entry: &Entry) -> String {
    let (name, of) = (&entry.join, encode::named(context, entry.id));
    let encoder = context.names.encoder(entry.id);
    format!(
        "\n\n{{-| Come into a room with a `{wire}`, also after each break.\n-}}\n{name} : String -> Messages.{of} -> Cmd msg\n{name} room message =\n    joinWith room {tag} (Messages.{encoder} message)\n",
        wire = entry.wire,
        tag = string(&entry.wire),
    )
}

fn subscribe(context: &Context<'_>, entry: &Entry) -> String {
    let (name, of) = (&entry.subscribe, encode::named(context, entry.id));
    let decoder = decode::named(context, entry.id);
    format!(
        "\n\n{{-| Every `{wire}` that comes to this room, and to no other.\n-}}\n{name} : String -> (Messages.{of} -> msg) -> Sub msg\n{name} room toMsg =\n    inRoom room (ofType {tag} (Decode.map toMsg Messages.{decoder}))\n",
        wire = entry.wire,
        tag = string(&entry.wire),
    )
}

fn message_decoder(context: &Context<'_>, received: &[&Entry]) -> String {
    let mut text = String::from(
        "\n\n{-| A message of any type. One that does not fit its model is told as an error, not lost.\n-}\nmessageDecoder : Decoder WebSocketMsg\nmessageDecoder =\n    Decode.field \"type\" Decode.string\n        |> Decode.andThen\n            (\\name ->\n                case name of\n",
    );
    for entry in received {
        text.push_str(&format!(
            "                    {} ->\n                        payload {} Messages.{}\n\n",
            string(&entry.wire),
            entry.constructor,
            decode::named(context, entry.id)
        ));
    }
    text.push_str("                    _ ->\n                        Decode.fail \"a message that this client does not know\"\n            )\n");
    if !received.is_empty() {
        text.push_str(PAYLOAD);
    }
    text
}

const INTRODUCTION: &str = r#"{-| The client of this app's messages.

Messages go to rooms and come from rooms. Connect to a room, then send to it and subscribe to
what comes to it:

    init _ =
        ( model, connectToRoom "game:1" )

    subscriptions model =
        Sub.batch
            [ subscribeToAll FromServer
            , subscribeToRoomState "game:1" GotState
            ]

The page's JavaScript starts both, with the ES module that was generated as `js/buildamp.js`:

    import { Client, connectElm } from "./generated/js/buildamp.js"

    const app = Elm.Main.init({ node: document.body })
    connectElm(app, new Client())

It reconnects by itself, and resumes each room where it was.

What comes is told by browser events of the kind `keypress`. If your app listens to
`Browser.Events.onKeyPress` itself, let its decoder read something of a key, such as
`Decode.field "key" Decode.string`: one that always succeeds hears these events too.

@HEADER@

-}

"#;

const TYPES: &str = r#"

{-| A room as it is when this page comes to it. `recovered` tells that the missed messages follow, and
that `state` is not needed. `timestamp` is the server's time just then, in milliseconds since 1970: who
counts down to a time that the server has set takes from it how wrong this machine's clock is.
-}
type alias RoomState =
    { state : Decode.Value
    , members : List String
    , recovered : Bool
    , timestamp : Int
    }


{-| Somebody has come to a room, or left it.
-}
type alias Presence =
    { change : Change
    , user_id : String
    , timestamp : Int
    }


{-| Whether somebody has come or left.
-}
type Change
    = CameIn
    | WentOut



-- ROOMS


{-| Come into a room. Its state comes to `subscribeToRoomState`, its messages to the subscriptions.
-}
connectToRoom : String -> Cmd msg
connectToRoom room =
    buildAmpCommand
        (Encode.object
            [ ( "command", Encode.string "join" )
            , ( "room", Encode.string room )
            ]
        )


{-| Leave a room.
-}
disconnectFromRoom : String -> Cmd msg
disconnectFromRoom room =
    buildAmpCommand
        (Encode.object
            [ ( "command", Encode.string "leave" )
            , ( "room", Encode.string room )
            ]
        )
"#;

const SUBSCRIPTIONS: &str = r#"

{-| Everything from all rooms, with the errors and the state of the connection.
-}
subscribeToAll : (WebSocketMsg -> msg) -> Sub msg
subscribeToAll toMsg =
    onEvent (Decode.map toMsg anyDecoder)


{-| Every message that comes to this room, and to no other.
-}
subscribeToRoom : String -> (WebSocketMsg -> msg) -> Sub msg
subscribeToRoom room toMsg =
    inRoom room (Decode.map toMsg messageDecoder)


{-| Every message that the server sends to this user alone, of no room.
-}
subscribeToDirectMessages : (WebSocketMsg -> msg) -> Sub msg
subscribeToDirectMessages toMsg =
    onEvent (ofKind "direct" (Decode.map toMsg messageDecoder))


{-| Messages to this user alone may be missing: the server no longer had all since the break.
-}
subscribeToMissedDirectMessages : msg -> Sub msg
subscribeToMissedDirectMessages msg =
    onEvent (ofKind "directs_missed" (Decode.succeed msg))


{-| The state of this room, whenever this page comes to it, or comes back after a break.
-}
subscribeToRoomState : String -> (RoomState -> msg) -> Sub msg
subscribeToRoomState room toMsg =
    Decode.map4 RoomState
        (Decode.field "state" Decode.value)
        (Decode.field "members" (Decode.list Decode.string))
        (Decode.field "recovered" Decode.bool)
        (Decode.field "timestamp" Decode.int)
        |> Decode.map toMsg
        |> ofRoom room
        |> ofKind "room_state"
        |> onEvent


{-| The app's rules made this user leave this room. The page does not come back to it by itself.
-}
subscribeToLeftRoom : String -> msg -> Sub msg
subscribeToLeftRoom room msg =
    onEvent (ofKind "left_room" (ofRoom room (Decode.succeed msg)))


{-| Who comes to this room, and who leaves it.
-}
subscribeToPresence : String -> (Presence -> msg) -> Sub msg
subscribeToPresence room toMsg =
    Decode.map3 Presence
        (Decode.field "event" (Decode.andThen changeDecoder Decode.string))
        (Decode.field "user_id" Decode.string)
        (Decode.field "timestamp" Decode.int)
        |> Decode.map toMsg
        |> ofRoom room
        |> ofKind "presence"
        |> onEvent


changeDecoder : String -> Decoder Change
changeDecoder event =
    case event of
        "user_joined" ->
            Decode.succeed CameIn

        "user_left" ->
            Decode.succeed WentOut

        _ ->
            Decode.fail "a change that this client does not know"



-- DECODING


anyDecoder : Decoder WebSocketMsg
anyDecoder =
    Decode.field "kind" Decode.string
        |> Decode.andThen
            (\kind ->
                case kind of
                    "message" ->
                        messageDecoder

                    "direct" ->
                        messageDecoder

                    "connected" ->
                        Decode.map WebSocketConnected (Decode.field "user_id" Decode.string)

                    "disconnected" ->
                        Decode.succeed WebSocketDisconnected

                    "error" ->
                        Decode.map WebSocketError (Decode.field "error" Decode.string)

                    _ ->
                        Decode.fail "an event that has a subscription of its own"
            )
"#;

const JOIN: &str = r#"

joinWith : String -> String -> Encode.Value -> Cmd msg
joinWith room name message =
    buildAmpCommand
        (Encode.object
            [ ( "command", Encode.string "join" )
            , ( "room", Encode.string room )
            , ( "type", Encode.string name )
            , ( "message", message )
            ]
        )
"#;

const PAYLOAD: &str = r#"

payload : (a -> WebSocketMsg) -> Decoder a -> Decoder WebSocketMsg
payload toMsg decoder =
    Decode.field "payload" Decode.value
        |> Decode.map
            (\value ->
                case Decode.decodeValue decoder value of
                    Ok message ->
                        toMsg message

                    Err error ->
                        WebSocketError (Decode.errorToString error)
            )
"#;

const MECHANICS: &str = r#"


-- MECHANICS


{-| What Elm asks of the JavaScript half.
-}
port buildAmpCommand : Encode.Value -> Cmd msg


send : String -> String -> Encode.Value -> Cmd msg
send room name message =
    buildAmpCommand
        (Encode.object
            [ ( "command", Encode.string "send" )
            , ( "room", Encode.string room )
            , ( "type", Encode.string name )
            , ( "message", message )
            ]
        )


{-| A port's subscription makes a message of everything that comes, so it can't be for one room. A
browser event's makes none where its decoder fails; the JavaScript half tells what comes by
such an event, of a kind that is hardly used otherwise.
-}
onEvent : Decoder msg -> Sub msg
onEvent decoder =
    Browser.Events.onKeyPress (Decode.at [ "detail", "buildamp" ] decoder)


inRoom : String -> Decoder msg -> Sub msg
inRoom room decoder =
    onEvent (ofKind "message" (ofRoom room decoder))


ofKind : String -> Decoder a -> Decoder a
ofKind =
    only "kind"


ofRoom : String -> Decoder a -> Decoder a
ofRoom =
    only "room"


ofType : String -> Decoder a -> Decoder a
ofType name decoder =
    only "type" name (Decode.field "payload" decoder)


only : String -> String -> Decoder a -> Decoder a
only key expected decoder =
    Decode.field key Decode.string
        |> Decode.andThen
            (\found ->
                if found == expected then
                    decoder

                else
                    Decode.fail "for another subscription"
            )
"#;

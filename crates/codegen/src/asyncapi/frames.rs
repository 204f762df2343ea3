//! Every frame of the protocol, version 1, one function each.
//!
//! Schemas say what a frame must have. Further keys are ignored by both sides, so that a later
//! version of the protocol may add some.

use buildamp_schema::{Direction, Schema, TypeDef};
use serde_json::{Map, Value, json};

use crate::json_schema::{definition, reference};

/// Where a frame belongs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Channel {
    /// To the connection.
    Session,
    /// To a room, which it names.
    Room,
}

impl Channel {
    pub(super) fn name(self) -> &'static str {
        match self {
            Channel::Session => "session",
            Channel::Room => "room",
        }
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Sender {
    Client,
    Server,
}

pub(super) struct Frame {
    /// Its `type`.
    pub(super) name: &'static str,
    pub(super) sender: Sender,
    /// The first is where it is sent as a rule.
    pub(super) channels: &'static [Channel],
    pub(super) summary: &'static str,
    /// The frames that answer it.
    pub(super) replies: &'static [&'static str],
    /// Whether it may carry an `id`.
    pub(super) is_correlated: bool,
    pub(super) payload: Value,
}

/// The codes of errors, and what each means.
const CODES: [(&str, &str); 19] = [
    ("bad_json", "The frame is no JSON."),
    (
        "bad_frame",
        "The frame lacks a key or has one of a wrong type.",
    ),
    ("unknown_type", "No frame has this `type`."),
    ("unknown_message", "No message has this `message_type`."),
    (
        "invalid_payload",
        "The payload does not fit its message; the text names the path.",
    ),
    (
        "not_client_message",
        "Only the server sends this message, or it comes with a join.",
    ),
    ("unauthorized", "A valid token is needed."),
    (
        "identity_mismatch",
        "`userId` is not the user of this connection.",
    ),
    ("access_denied", "The user may not do this."),
    ("not_in_room", "Join the room first."),
    ("rejected", "The app's logic said no."),
    (
        "rate_limited",
        "Too many messages; `retry_after_ms` tells when to go on.",
    ),
    ("too_large", "The frame is larger than is allowed."),
    (
        "too_many_rooms",
        "The connection is in as many rooms as it may be.",
    ),
    ("logic_timeout", "The app's logic took too long."),
    ("logic_memory", "The app's logic needed too much memory."),
    ("logic_crashed", "The app's logic failed."),
    (
        "conflict",
        "Others changed the same state at once; try again.",
    ),
    ("unavailable", "The server can't do this now; try again."),
];

/// The frames: clients' first, then the server's.
pub(super) fn all(schema: &Schema) -> Vec<Frame> {
    vec![
        join_room(schema),
        leave_room(),
        send_message(schema),
        sign_of_life("ping", Sender::Client),
        connected(),
        room_state(),
        broadcast(schema),
        left_room(),
        direct(schema),
        ack(),
        error(),
        sign_of_life("pong", Sender::Server),
    ]
}

/// The schemas that several frames have in common.
pub(super) fn shared() -> Value {
    let code = |(code, meaning): &(&str, &str)| json!({ "const": code, "description": meaning });
    json!({
        "Room": { "type": "string", "description": "A room's name." },
        "UserId": { "type": "string", "description": "A user." },
        "Id": {
            "description": "The sender's own. A message sent again with the same `id` on the same session takes effect once.",
            "oneOf": [{ "type": "string", "maxLength": 64 }, { "type": "integer" }],
        },
        "Epoch": {
            "type": ["string", "integer"],
            "description": "Tells whether sequence numbers go on; to be compared and no more.",
        },
        "Seq": {
            "type": "integer",
            "minimum": 0,
            "description": "Rises by one with each broadcast of a room, or each message to a user, without a gap.",
        },
        "Timestamp": { "type": "integer", "description": "Milliseconds since 1970, UTC." },
        "ErrorCode": { "oneOf": CODES.iter().map(code).collect::<Vec<Value>>() },
    })
}

fn shared_ref(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// A frame's schema: its type, the keys that it must have and those that it may have.
fn frame(name: &str, required: &[(&str, Value)], optional: &[(&str, Value)]) -> Value {
    object(("type", name), required, optional)
}

fn object(
    (tag, name): (&str, &str),
    required: &[(&str, Value)],
    optional: &[(&str, Value)],
) -> Value {
    let mut properties = Map::new();
    properties.insert(tag.to_owned(), json!({ "const": name }));
    for (key, schema) in required.iter().chain(optional) {
        properties.insert((*key).to_owned(), schema.clone());
    }
    let mut keys = vec![tag];
    keys.extend(required.iter().map(|(key, _)| *key));
    json!({ "type": "object", "properties": properties, "required": keys })
}

fn join_room(schema: &Schema) -> Frame {
    let since = json!({
        "type": "object",
        "description": "The last broadcast that was seen; asks for those after it.",
        "properties": { "epoch": shared_ref("Epoch"), "seq": shared_ref("Seq") },
        "required": ["epoch", "seq"],
    });
    let mut optional = vec![
        ("userId", shared_ref("UserId")),
        ("since", since),
        ("id", shared_ref("Id")),
    ];
    let joins = payloads(schema, |direction| direction == Direction::Join);
    if !joins.is_empty() {
        optional.push(("payload", one_of(joins)));
    }
    Frame {
        name: "join_room",
        sender: Sender::Client,
        channels: &[Channel::Room],
        summary: "Joins a room.",
        replies: &["room_state", "error"],
        is_correlated: true,
        payload: frame("join_room", &[("room", shared_ref("Room"))], &optional),
    }
}

fn leave_room() -> Frame {
    Frame {
        name: "leave_room",
        sender: Sender::Client,
        channels: &[Channel::Room],
        summary: "Leaves a room.",
        replies: &["ack", "error"],
        is_correlated: true,
        payload: frame(
            "leave_room",
            &[("room", shared_ref("Room"))],
            &[("id", shared_ref("Id"))],
        ),
    }
}

fn send_message(schema: &Schema) -> Frame {
    let payload = one_of(payloads(schema, Direction::is_from_clients));
    Frame {
        name: "send_message",
        sender: Sender::Client,
        channels: &[Channel::Room],
        summary: "Sends a message of the app to a room.",
        replies: &["ack", "error"],
        is_correlated: true,
        payload: frame(
            "send_message",
            &[("room", shared_ref("Room")), ("payload", payload)],
            &[("userId", shared_ref("UserId")), ("id", shared_ref("Id"))],
        ),
    }
}

fn sign_of_life(name: &'static str, sender: Sender) -> Frame {
    let time = [("timestamp", shared_ref("Timestamp"))];
    let (summary, replies, keys): (_, &[&str], &[_]) = match sender {
        Sender::Client => ("Asks for a sign of life.", &["pong"], &[]),
        Sender::Server => ("A sign of life, with the server's time.", &[], &time),
    };
    Frame {
        name,
        sender,
        channels: &[Channel::Session],
        summary,
        replies,
        is_correlated: false,
        payload: frame(name, keys, &[]),
    }
}

fn connected() -> Frame {
    Frame {
        name: "connected",
        sender: Sender::Server,
        channels: &[Channel::Session],
        summary: "The first frame of a connection.",
        replies: &[],
        is_correlated: false,
        payload: frame(
            "connected",
            &[
                ("connection_id", json!({ "type": "string" })),
                ("user_id", json!({ "type": ["string", "null"] })),
                (
                    "session",
                    json!({ "type": "string", "description": "Names it after a reconnect." }),
                ),
                ("protocol", json!({ "const": 1 })),
                ("timestamp", shared_ref("Timestamp")),
            ],
            &[],
        ),
    }
}

fn room_state() -> Frame {
    let state = json!({ "description": "The room's state, as the app's logic keeps it." });
    let recovered = json!({
        "type": "boolean",
        "description": "Whether the missed broadcasts follow; no state is needed then.",
    });
    Frame {
        name: "room_state",
        sender: Sender::Server,
        channels: &[Channel::Room],
        summary: "A room as it is for one who joins.",
        replies: &[],
        is_correlated: true,
        payload: frame(
            "room_state",
            &[
                ("room", shared_ref("Room")),
                ("state", state),
                (
                    "members",
                    json!({ "type": "array", "items": shared_ref("UserId") }),
                ),
                ("epoch", shared_ref("Epoch")),
                ("seq", shared_ref("Seq")),
                ("recovered", recovered),
                ("timestamp", shared_ref("Timestamp")),
            ],
            &[("id", shared_ref("Id"))],
        ),
    }
}

fn broadcast(schema: &Schema) -> Frame {
    let mut forms = carried(schema);
    for presence in ["user_joined", "user_left"] {
        let keys = [
            ("user_id", shared_ref("UserId")),
            ("timestamp", shared_ref("Timestamp")),
        ];
        forms.push(object(("type", presence), &keys, &[]));
    }
    Frame {
        name: "broadcast",
        sender: Sender::Server,
        channels: &[Channel::Room],
        summary: "A message to all of a room, or who came and went.",
        replies: &[],
        is_correlated: false,
        payload: frame(
            "broadcast",
            &[
                ("room", shared_ref("Room")),
                ("timestamp", shared_ref("Timestamp")),
                ("seq", shared_ref("Seq")),
            ],
            // Without one it only tells how far nothing is missing.
            &[("message", one_of(forms))],
        ),
    }
}

fn left_room() -> Frame {
    Frame {
        name: "left_room",
        sender: Sender::Server,
        channels: &[Channel::Room],
        summary: "The app's logic made this user leave the room.",
        replies: &[],
        is_correlated: false,
        payload: frame("left_room", &[("room", shared_ref("Room"))], &[]),
    }
}

fn direct(schema: &Schema) -> Frame {
    let recovered = json!({
        "type": "boolean",
        "description": "Whether all since the position that the client gave follows.",
    });
    Frame {
        name: "direct",
        sender: Sender::Server,
        channels: &[Channel::Session],
        summary: "A message to one user; or, without one, where its numbers go on.",
        replies: &[],
        is_correlated: false,
        payload: frame(
            "direct",
            &[],
            &[
                ("message", one_of(carried(schema))),
                ("timestamp", shared_ref("Timestamp")),
                ("seq", shared_ref("Seq")),
                // Without a message.
                ("epoch", shared_ref("Epoch")),
                ("recovered", recovered),
            ],
        ),
    }
}

fn ack() -> Frame {
    Frame {
        name: "ack",
        sender: Sender::Server,
        channels: &[Channel::Session, Channel::Room],
        summary: "A frame with an `id` took effect and is as durable as configured.",
        replies: &[],
        is_correlated: true,
        payload: frame(
            "ack",
            &[("id", shared_ref("Id"))],
            &[(
                "response",
                json!({ "description": "What the app's logic answers." }),
            )],
        ),
    }
}

fn error() -> Frame {
    let retry = json!({
        "type": "integer",
        "minimum": 0,
        "description": "With `rate_limited`: after how many milliseconds to try again.",
    });
    Frame {
        name: "error",
        sender: Sender::Server,
        channels: &[Channel::Session, Channel::Room],
        summary: "A frame was refused; nothing changed.",
        replies: &[],
        is_correlated: true,
        payload: frame(
            "error",
            &[
                (
                    "error",
                    json!({ "type": "string", "description": "For people." }),
                ),
                ("code", shared_ref("ErrorCode")),
            ],
            &[
                ("id", shared_ref("Id")),
                ("room", shared_ref("Room")),
                ("retry_after_ms", retry),
            ],
        ),
    }
}

/// The app's messages as the server sends them: the value without its `message_type`.
fn carried(schema: &Schema) -> Vec<Value> {
    let sent = messages(schema, Direction::is_from_server);
    let form = |def: &TypeDef| {
        let value = format!("{}{}", reference(&def.name), definition(&def.name));
        object(
            ("type", &def.name),
            &[("payload", json!({ "$ref": value }))],
            &[],
        )
    };
    sent.map(form).collect()
}

/// The messages that go this way.
fn messages(schema: &Schema, goes: fn(Direction) -> bool) -> impl Iterator<Item = &TypeDef> {
    let messages = schema.messages();
    let sent = messages.filter(move |(_, _, message)| goes(message.direction));
    sent.map(|(_, def, _)| def)
}

/// The same as clients write them: with their `message_type`.
fn payloads(schema: &Schema, goes: fn(Direction) -> bool) -> Vec<Value> {
    let refer = |def: &TypeDef| json!({ "$ref": reference(&def.name) });
    messages(schema, goes).map(refer).collect()
}

fn one_of(mut forms: Vec<Value>) -> Value {
    match forms.len() {
        // The app has no such message.
        0 => json!(false),
        1 => forms.remove(0),
        _ => json!({ "oneOf": forms }),
    }
}

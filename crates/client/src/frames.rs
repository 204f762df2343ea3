//! The protocol's frames, as this end writes and reads them.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use crate::{Error, RoomState};

/// How far a room was heard, or what is sent to the user alone.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(crate) struct Since {
    pub(crate) epoch: String,
    pub(crate) seq: u64,
}

/// A message's envelope: its fields beside `message_type`, or what has none under `value`.
pub(crate) fn payload(message_type: &str, value: Value) -> Value {
    let mut payload = json!({ "message_type": message_type });
    match (value, &mut payload) {
        (Value::Object(fields), Value::Object(payload)) => payload.extend(fields),
        (Value::Null, _) => {}
        (value, payload) => payload["value"] = value,
    }
    payload
}

pub(crate) fn join(
    room: &str,
    user: Option<&str>,
    since: Option<&Since>,
    payload: Option<&Value>,
    id: u64,
) -> String {
    frame(
        json!({ "type": "join_room", "room": room, "userId": user, "since": since, "payload": payload, "id": id }),
    )
}

pub(crate) fn leave(room: &str, id: u64) -> String {
    frame(json!({ "type": "leave_room", "room": room, "id": id }))
}

pub(crate) fn send(room: &str, user: Option<&str>, payload: &Value, id: u64) -> String {
    frame(
        json!({ "type": "send_message", "room": room, "userId": user, "payload": payload, "id": id }),
    )
}

/// What is not known is left out.
fn frame(mut frame: Value) -> String {
    if let Value::Object(members) = &mut frame {
        members.retain(|_, member| !member.is_null());
    }
    frame.to_string()
}

/// A frame of the server.
#[derive(Debug, Deserialize)]
#[serde(tag = "type", rename_all = "snake_case")]
pub(crate) enum Incoming {
    Connected {
        user_id: Option<String>,
        session: String,
    },
    RoomState {
        room: String,
        #[serde(default)]
        state: Value,
        #[serde(default)]
        members: Vec<String>,
        epoch: String,
        seq: u64,
        #[serde(default)]
        recovered: bool,
        #[serde(default)]
        timestamp: u64,
        id: Option<u64>,
    },
    Broadcast {
        room: String,
        message: Option<Value>,
        timestamp: u64,
        seq: u64,
    },
    LeftRoom {
        room: String,
    },
    /// Without a message: where the numbers go on.
    Direct {
        message: Option<Value>,
        timestamp: Option<u64>,
        seq: Option<u64>,
        epoch: Option<String>,
        recovered: Option<bool>,
    },
    Ack {
        id: Option<u64>,
        #[serde(default)]
        response: Value,
    },
    Error {
        error: String,
        code: String,
        retry_after_ms: Option<u64>,
        id: Option<u64>,
        room: Option<String>,
    },
    /// A later protocol's.
    #[serde(other)]
    Unknown,
}

pub(crate) fn refused(code: String, text: String, retry_after: Option<u64>) -> Error {
    Error::Refused {
        code,
        text,
        retry_after: retry_after.map(Duration::from_millis),
    }
}

pub(crate) fn state(
    room: String,
    state: Value,
    members: Vec<String>,
    recovered: bool,
    timestamp: u64,
) -> RoomState {
    RoomState {
        room,
        state,
        members,
        recovered,
        timestamp,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_without_fields_stands_under_value() {
        assert_eq!(
            payload("A", json!({ "x": 1 })),
            json!({ "message_type": "A", "x": 1 })
        );
        assert_eq!(
            payload("B", json!([1])),
            json!({ "message_type": "B", "value": [1] })
        );
        assert_eq!(payload("C", Value::Null), json!({ "message_type": "C" }));
    }
}

//! What clients send.

use std::borrow::Cow;

use buildamp_engine::Position;
use serde::Deserialize;
use serde::de::{Error, IgnoredAny};
use serde_json::value::RawValue;

use super::{Code, Refusal};

/// The sender's name for a frame, which its answer carries.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Id {
    /// Up to 64 characters.
    Text(Box<str>),
    /// An integer that JavaScript can hold.
    Number(i64),
}

/// The most characters that an [`Id`] may have.
const LONGEST_ID: usize = 64;

/// Where a client stopped hearing.
pub type Since = Position;

/// A frame of a client.
#[derive(Debug)]
pub enum ClientFrame<'a> {
    /// `join_room`
    Join {
        /// The room.
        room: Cow<'a, str>,
        /// Who it says it is.
        user: Option<Cow<'a, str>>,
        /// What it has seen.
        since: Option<Since>,
        /// The bytes of what it comes with, not looked into.
        payload: Option<&'a RawValue>,
        /// See [`Id`].
        id: Option<Id>,
    },
    /// `leave_room`
    Leave {
        /// The room.
        room: Cow<'a, str>,
        /// See [`Id`].
        id: Option<Id>,
    },
    /// `send_message`
    Send {
        /// The room.
        room: Cow<'a, str>,
        /// Who it says it is.
        user: Option<Cow<'a, str>>,
        /// The bytes of the payload, not looked into.
        payload: &'a RawValue,
        /// See [`Id`].
        id: Option<Id>,
    },
    /// `ping`
    Ping,
}

#[derive(Deserialize)]
struct Envelope<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    room: Option<Cow<'a, str>>,
    #[serde(borrow, default, rename = "userId")]
    user: Option<Cow<'a, str>>,
    #[serde(default)]
    since: Option<SinceField>,
    #[serde(borrow, default)]
    payload: Option<&'a RawValue>,
    #[serde(default)]
    id: Option<Id>,
}

/// An epoch travels as hexadecimal text, since JavaScript's numbers can't hold all of them.
#[derive(Deserialize)]
struct SinceField {
    #[serde(deserialize_with = "epoch")]
    epoch: u64,
    seq: u64,
}

fn epoch<'de, D: serde::Deserializer<'de>>(from: D) -> Result<u64, D::Error> {
    let text = Cow::<'_, str>::deserialize(from)?;
    u64::from_str_radix(&text, 16)
        .map_err(|_| D::Error::custom("an epoch is the text that the server gave"))
}

impl<'de> Deserialize<'de> for Id {
    fn deserialize<D: serde::Deserializer<'de>>(from: D) -> Result<Id, D::Error> {
        #[derive(Deserialize)]
        #[serde(untagged)]
        enum Either {
            Number(i64),
            Text(String),
        }
        match Either::deserialize(from) {
            Ok(Either::Number(number)) => Ok(Id::Number(number)),
            Ok(Either::Text(text)) if text.chars().count() <= LONGEST_ID => {
                Ok(Id::Text(text.into()))
            }
            _ => Err(D::Error::custom(
                "an `id` is a string of up to 64 characters or an integer",
            )),
        }
    }
}

/// Reads a frame.
///
/// # Errors
/// What is wrong with it, and the `id` that it has all the same, so that the sender knows which frame is meant.
pub fn read(text: &str) -> Result<ClientFrame<'_>, (Refusal, Option<Id>)> {
    let envelope: Envelope<'_> =
        serde_json::from_str(text).map_err(|error| unreadable(text, &error))?;
    let id = envelope.id;
    let missing = |what: &'static str, id: &Option<Id>| (bad_frame(what), id.clone());
    let Some(room) = envelope.room else {
        return match &*envelope.kind {
            "join_room" | "leave_room" | "send_message" => {
                Err(missing("the frame has no `room`", &id))
            }
            "ping" => Ok(ClientFrame::Ping),
            other => Err((unknown_type(other), id)),
        };
    };
    let since = envelope.since.map(|since| Position {
        epoch: since.epoch,
        seq: since.seq,
    });
    let user = envelope.user;
    match &*envelope.kind {
        "join_room" => Ok(ClientFrame::Join {
            room,
            user,
            since,
            payload: envelope.payload,
            id,
        }),
        "ping" => Ok(ClientFrame::Ping),
        "leave_room" => Ok(ClientFrame::Leave { room, id }),
        "send_message" => match envelope.payload {
            Some(payload) => Ok(ClientFrame::Send {
                room,
                user,
                payload,
                id,
            }),
            None => Err(missing(
                "a `send_message` frame needs a `payload` with its `message_type`",
                &id,
            )),
        },
        other => Err((unknown_type(other), id)),
    }
}

fn bad_frame(text: impl Into<Cow<'static, str>>) -> Refusal {
    Refusal::new(Code::BadFrame, text)
}

fn unknown_type(found: &str) -> Refusal {
    let shown: String = found.chars().take(64).collect();
    Refusal::new(
        Code::UnknownType,
        format!(
            "there is no frame of type `{shown}`; expected `join_room`, `leave_room`, `send_message` or `ping`"
        ),
    )
}

/// Tells text that is no JSON from JSON that is no frame.
fn unreadable(text: &str, error: &serde_json::Error) -> (Refusal, Option<Id>) {
    if let Err(syntax) = serde_json::from_str::<IgnoredAny>(text) {
        return (
            Refusal::new(Code::BadJson, format!("the frame is not JSON: {syntax}")),
            None,
        );
    }
    #[derive(Deserialize)]
    struct Named {
        id: Option<Id>,
    }
    let named = serde_json::from_str::<Named>(text);
    let reason = error.to_string();
    let reason = reason.split(" at line ").next().unwrap_or(&reason);
    (
        bad_frame(format!("the frame makes no sense: {reason}")),
        named.ok().and_then(|named| named.id),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(text: &str, expected: &str) {
        let found = match read(text) {
            Ok(ClientFrame::Join {
                room,
                user,
                since,
                payload,
                id,
            }) => {
                let with = payload.map_or_else(String::new, |payload| format!(" with {payload}"));
                format!("join {room} {user:?} {since:?} {id:?}{with}")
            }
            Ok(ClientFrame::Leave { room, id }) => format!("leave {room} {id:?}"),
            Ok(ClientFrame::Send {
                room,
                user,
                payload,
                id,
            }) => format!("send {room} {user:?} {payload} {id:?}"),
            Ok(ClientFrame::Ping) => "ping".to_owned(),
            Err((refusal, id)) => format!("{} {id:?}: {}", refusal.code.name(), refusal.text),
        };
        assert_eq!(found, expected);
    }

    #[test]
    fn reads_the_frames_of_the_protocol() {
        check(
            r#"{"type":"join_room","room":"lobby","userId":"ada"}"#,
            r#"join lobby Some("ada") None None"#,
        );
        check(
            r#"{"type":"join_room","room":"a\"b","since":{"epoch":"1f","seq":7},"id":3}"#,
            r#"join a"b None Some(Position { epoch: 31, seq: 7 }) Some(Number(3))"#,
        );
        check(
            r#"{"type":"join_room","room":"r","payload":{"message_type":"T"},"id":3}"#,
            r#"join r None None Some(Number(3)) with {"message_type":"T"}"#,
        );
        check(
            r#"{"type":"join_room","room":"r","payload":null}"#,
            "join r None None None",
        );
        check(
            r#"{"id":"x","room":"lobby","type":"leave_room","more":[1]}"#,
            r#"leave lobby Some(Text("x"))"#,
        );
        check(
            r#"{"type":"send_message","room":"r","payload":{"message_type":"T", "a":1}}"#,
            r#"send r None {"message_type":"T", "a":1} None"#,
        );
        check(r#"{"type":"ping"}"#, "ping");
        check(r#"{"type":"ping","room":"r"}"#, "ping");
    }

    #[test]
    fn tells_what_is_wrong_and_with_which_frame() {
        check(
            "{",
            "bad_json None: the frame is not JSON: EOF while parsing an object at line 1 column 1",
        );
        check(
            "[]",
            "bad_frame None: the frame makes no sense: invalid length 0, expected struct Envelope with 6 elements",
        );
        check(
            r#"{"room":"r","id":1}"#,
            "bad_frame Some(Number(1)): the frame makes no sense: missing field `type`",
        );
        check(
            r#"{"type":"join_room","id":1}"#,
            "bad_frame Some(Number(1)): the frame has no `room`",
        );
        check(
            r#"{"type":"send_message","room":"r","id":"i"}"#,
            r#"bad_frame Some(Text("i")): a `send_message` frame needs a `payload` with its `message_type`"#,
        );
        check(
            r#"{"type":"dance","room":"r"}"#,
            "unknown_type None: there is no frame of type `dance`; expected `join_room`, `leave_room`, `send_message` or `ping`",
        );
        check(
            r#"{"type":"join_room","room":"r","id":1.5}"#,
            "bad_frame None: the frame makes no sense: an `id` is a string of up to 64 characters or an integer",
        );
        check(
            r#"{"type":"join_room","room":"r","since":{"epoch":7,"seq":1},"id":9}"#,
            "bad_frame Some(Number(9)): the frame makes no sense: invalid type: integer `7`, expected a string",
        );
    }
}

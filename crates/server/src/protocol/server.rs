//! What the server sends.
//!
//! Frames are put together as text: values are JSON already, and only strings need quoting.

use std::fmt::Write;
use std::hash::{DefaultHasher, Hash, Hasher};
use std::sync::Arc;

use buildamp_engine::{Broadcast, Json, Millis, Position};
use buildamp_websocket::Outgoing;

use super::{Id, Refusal, VERSION};

/// A frame, encoded once for all who get it. Cheap to clone.
#[derive(Debug, Clone)]
pub struct Frame(Outgoing);

impl Frame {
    /// The frame's text, in UTF-8.
    pub fn text(&self) -> &[u8] {
        self.0.payload()
    }

    /// The frame as a WebSocket message, whose bytes all connections share.
    pub fn outgoing(&self) -> &Outgoing {
        &self.0
    }
}

impl From<String> for Frame {
    fn from(text: String) -> Frame {
        Frame(Outgoing::text(&text))
    }
}

/// `connected`, the first frame. Where nobody is known yet, there is no `user_id`.
pub fn connected(connection: &str, user: Option<&str>, session: &str, at: Millis) -> Frame {
    let mut text = String::with_capacity(160);
    text.push_str(r#"{"type":"connected","connection_id":"#);
    quote(&mut text, connection);
    if let Some(user) = user {
        text.push_str(r#","user_id":"#);
        quote(&mut text, user);
    }
    text.push_str(r#","session":"#);
    quote(&mut text, session);
    let _ = write!(text, r#","protocol":{VERSION},"timestamp":{}}}"#, at.0);
    text.into()
}

/// `room_state`, the answer to a join: the state as of a time.
#[allow(clippy::too_many_arguments, reason = "they are the frame's fields")]
pub fn room_state(
    room: &str,
    state: &str,
    members: &[Arc<str>],
    position: Position,
    recovered: bool,
    at: Millis,
    id: Option<&Id>,
) -> Frame {
    let mut text = String::with_capacity(160 + state.len());
    text.push_str(r#"{"type":"room_state","room":"#);
    quote(&mut text, room);
    let _ = write!(text, r#","state":{state},"members":["#);
    for (place, member) in members.iter().enumerate() {
        if place > 0 {
            text.push(',');
        }
        quote(&mut text, member);
    }
    let Position { epoch, seq } = position;
    let _ = write!(
        text,
        r#"],"epoch":"{epoch:x}","seq":{seq},"recovered":{recovered},"timestamp":{}"#,
        at.0
    );
    name(&mut text, id);
    text.push('}');
    text.into()
}

/// `broadcast`
pub fn broadcast(broadcast: &Broadcast) -> Frame {
    let mut text = String::with_capacity(96 + broadcast.room.len() + broadcast.message.len());
    text.push_str(r#"{"type":"broadcast","room":"#);
    quote(&mut text, &broadcast.room);
    let _ = write!(
        text,
        r#","message":{},"timestamp":{},"seq":{}}}"#,
        broadcast.message, broadcast.at.0, broadcast.position.seq
    );
    text.into()
}

/// A `broadcast` without its message: its number has passed, the message was for others.
pub fn passed(broadcast: &Broadcast) -> Frame {
    let mut text = String::with_capacity(80 + broadcast.room.len());
    text.push_str(r#"{"type":"broadcast","room":"#);
    quote(&mut text, &broadcast.room);
    let _ = write!(
        text,
        r#","timestamp":{},"seq":{}}}"#,
        broadcast.at.0, broadcast.position.seq
    );
    text.into()
}

/// What is left of a broadcast that a newer one replaces for a slow reader, as [`passed`] has it, and a number for its room. `None` of
/// anything else.
pub fn rest(broadcast: &[u8]) -> Option<(u64, Outgoing)> {
    const BEGIN: &str = r#"{"type":"broadcast","room":"#;
    let text = std::str::from_utf8(broadcast).ok()?;
    let (room, _) = text.strip_prefix(BEGIN)?.split_once(r#","message":"#)?;
    let end = text.rfind(r#","timestamp":"#)?;
    let mut hasher = DefaultHasher::new();
    room.hash(&mut hasher);
    let rest = format!("{BEGIN}{room}{}", &text[end..]);
    Some((hasher.finish(), Outgoing::text(&rest)))
}

/// `direct`, with the message's number where it has one.
pub fn direct(message: &Json, at: Millis, seq: Option<u64>) -> Frame {
    let mut text = String::with_capacity(72 + message.len());
    let _ = write!(
        text,
        r#"{{"type":"direct","message":{message},"timestamp":{}"#,
        at.0
    );
    if let Some(seq) = seq {
        let _ = write!(text, r#","seq":{seq}"#);
    }
    text.push('}');
    text.into()
}

/// What a `direct` without its message begins with.
const PLACE: &str = r#"{"type":"direct","epoch":"#;

/// A `direct` without its message: the numbering goes on behind here. `recovered` says whether all since the position that the client gave
/// follows, where it gave one.
pub fn directs_from(position: Position, recovered: Option<bool>) -> Frame {
    let Position { epoch, seq } = position;
    let mut text = format!(r#"{PLACE}"{epoch:x}","seq":{seq}"#);
    if let Some(recovered) = recovered {
        let _ = write!(text, r#","recovered":{recovered}"#);
    }
    text.push('}');
    text.into()
}

/// Whether a frame is one of [`directs_from`].
pub(crate) fn is_place(frame: &[u8]) -> bool {
    frame.starts_with(PLACE.as_bytes())
}

/// `ack`; the response is JSON, `null` where the logic replied nothing.
pub fn ack(id: Option<&Id>, response: &str) -> Frame {
    let mut text = String::with_capacity(48 + response.len());
    text.push_str(r#"{"type":"ack""#);
    name(&mut text, id);
    let _ = write!(text, r#","response":{response}}}"#);
    text.into()
}

/// `pong`
pub fn pong(at: Millis) -> Frame {
    format!(r#"{{"type":"pong","timestamp":{}}}"#, at.0).into()
}

/// `left_room`: the rules made the user leave.
pub fn left_room(room: &str) -> Frame {
    let mut text = String::with_capacity(40 + room.len());
    text.push_str(r#"{"type":"left_room","room":"#);
    quote(&mut text, room);
    text.push('}');
    text.into()
}

/// `error`
pub fn refused(refusal: &Refusal, id: Option<&Id>, room: Option<&str>) -> Frame {
    let mut text = String::with_capacity(96 + refusal.text.len());
    text.push_str(r#"{"type":"error","error":"#);
    quote(&mut text, &refusal.text);
    let _ = write!(text, r#","code":"{}""#, refusal.code.name());
    if let Some(after) = refusal.retry_after {
        let _ = write!(text, r#","retry_after_ms":{}"#, after.as_millis());
    }
    name(&mut text, id);
    if let Some(room) = room {
        text.push_str(r#","room":"#);
        quote(&mut text, room);
    }
    text.push('}');
    text.into()
}

fn name(text: &mut String, id: Option<&Id>) {
    match id {
        Some(Id::Text(id)) => {
            text.push_str(r#","id":"#);
            quote(text, id);
        }
        Some(Id::Number(id)) => {
            let _ = write!(text, r#","id":{id}"#);
        }
        None => {}
    }
}

/// Appends a string as JSON.
pub(crate) fn quote(text: &mut String, string: &str) {
    if string
        .bytes()
        .all(|byte| byte >= 0x20 && byte != b'"' && byte != b'\\')
    {
        text.push('"');
        text.push_str(string);
        text.push('"');
    } else {
        let quoted = serde_json::to_string(string).expect("a string is JSON");
        text.push_str(&quoted);
    }
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use buildamp_engine::Weight;

    use super::super::Code;
    use super::*;

    #[track_caller]
    fn check(frame: &Frame, expected: &str) {
        assert_eq!(std::str::from_utf8(frame.text()), Ok(expected));
        assert!(serde_json::from_slice::<serde_json::Value>(frame.text()).is_ok());
    }

    #[test]
    fn writes_the_frames_of_the_protocol() {
        check(
            &connected("c1", None, "s", Millis(7)),
            r#"{"type":"connected","connection_id":"c1","session":"s","protocol":1,"timestamp":7}"#,
        );
        check(
            &connected("c1", Some("a\"\n"), "s", Millis(7)),
            r#"{"type":"connected","connection_id":"c1","user_id":"a\"\n","session":"s","protocol":1,"timestamp":7}"#,
        );
        let position = Position { epoch: 255, seq: 4 };
        check(
            &room_state(
                "r",
                "null",
                &["ada".into(), "bob".into()],
                position,
                false,
                Millis(7),
                Some(&Id::Number(1)),
            ),
            r#"{"type":"room_state","room":"r","state":null,"members":["ada","bob"],"epoch":"ff","seq":4,"recovered":false,"timestamp":7,"id":1}"#,
        );
        let sent = Broadcast {
            room: "r".into(),
            position,
            message: r#"{"type":"T","payload":{}}"#.into(),
            exclude: [].into(),
            weight: Weight::Normal,
            at: Millis(7),
        };
        check(
            &broadcast(&sent),
            r#"{"type":"broadcast","room":"r","message":{"type":"T","payload":{}},"timestamp":7,"seq":4}"#,
        );
        check(
            &passed(&sent),
            r#"{"type":"broadcast","room":"r","timestamp":7,"seq":4}"#,
        );
        let message: Json = r#"{"type":"T","payload":{}}"#.into();
        check(
            &direct(&message, Millis(7), None),
            r#"{"type":"direct","message":{"type":"T","payload":{}},"timestamp":7}"#,
        );
        check(
            &direct(&message, Millis(7), Some(4)),
            r#"{"type":"direct","message":{"type":"T","payload":{}},"timestamp":7,"seq":4}"#,
        );
        let place = directs_from(position, None);
        check(&place, r#"{"type":"direct","epoch":"ff","seq":4}"#);
        check(
            &directs_from(position, Some(false)),
            r#"{"type":"direct","epoch":"ff","seq":4,"recovered":false}"#,
        );
        assert!(is_place(place.text()));
        assert!(!is_place(direct(&message, Millis(7), Some(4)).text()));
        // A room's name is quoted, so that nothing in it ends it.
        let odd = Broadcast {
            room: r#"r","message":"#.into(),
            message: r#"{"type":"T","payload":{"timestamp":1,"message":{},"seq":9}}"#.into(),
            ..sent.clone()
        };
        for broadcast_ in [&sent, &odd] {
            let (_, left) = rest(broadcast(broadcast_).text()).expect("something is left");
            assert_eq!(left.payload(), passed(broadcast_).text());
        }
        assert!(rest(passed(&sent).text()).is_none());
        check(&pong(Millis(7)), r#"{"type":"pong","timestamp":7}"#);
        check(
            &ack(Some(&Id::Text("x".into())), "null"),
            r#"{"type":"ack","id":"x","response":null}"#,
        );
        check(&left_room("a\"b"), r#"{"type":"left_room","room":"a\"b"}"#);
        let refusal = Refusal {
            retry_after: Some(Duration::from_millis(1500)),
            ..Refusal::new(Code::RateLimited, "too fast")
        };
        check(
            &refused(&refusal, None, Some("r")),
            r#"{"type":"error","error":"too fast","code":"rate_limited","retry_after_ms":1500,"room":"r"}"#,
        );
    }
}

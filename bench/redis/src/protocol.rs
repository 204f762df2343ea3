//! What is said and heard of each protocol.

use memchr::memmem;

/// Whose server it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Protocol {
    Buildamp,
    Socketio,
}

/// What a frame of the server is.
#[derive(Debug, PartialEq, Eq)]
pub(crate) enum Told {
    /// It wants to hear this first.
    Wants(&'static str),
    /// The connection is open; the room can be joined.
    Connected,
    Joined,
    /// A message of a room.
    Note,
    Refused,
    /// Nothing of interest.
    Other,
}

impl Protocol {
    pub(crate) fn path(self) -> &'static str {
        match self {
            Protocol::Buildamp => "/ws",
            Protocol::Socketio => "/socket.io/?EIO=4&transport=websocket",
        }
    }

    pub(crate) fn join(self, room: &str, user: &str) -> String {
        match self {
            Protocol::Buildamp => {
                format!(r#"{{"type":"join_room","room":"{room}","userId":"{user}"}}"#)
            }
            Protocol::Socketio => format!(r#"42["join","{room}"]"#),
        }
    }

    pub(crate) fn say(self, room: &str, text: &str) -> String {
        match self {
            Protocol::Buildamp => format!(
                r#"{{"type":"send_message","room":"{room}","payload":{{"message_type":"Note","text":"{text}","x":1.5,"y":2.5}}}}"#
            ),
            Protocol::Socketio => {
                format!(r#"42["say","{room}",{{"text":"{text}","x":1.5,"y":2.5}}]"#)
            }
        }
    }

    pub(crate) fn told(self, frame: &[u8]) -> Told {
        match self {
            Protocol::Buildamp => match frame {
                _ if frame.starts_with(br#"{"type":"connected""#) => Told::Connected,
                _ if frame.starts_with(br#"{"type":"room_state""#) => Told::Joined,
                _ if frame.starts_with(br#"{"type":"error""#) => Told::Refused,
                _ if memmem::find(frame, br#""Note""#).is_some() => Told::Note,
                _ => Told::Other,
            },
            Protocol::Socketio => match frame {
                b"2" => Told::Wants("3"),
                _ if frame.starts_with(b"0{") => Told::Wants("40"),
                _ if frame.starts_with(b"40") => Told::Connected,
                _ if frame.starts_with(br#"42["joined""#) => Told::Joined,
                _ if frame.starts_with(br#"42["Note""#) => Told::Note,
                _ if frame.starts_with(b"44") => Told::Refused,
                _ => Told::Other,
            },
        }
    }
}

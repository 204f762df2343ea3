//! What a member is called, and the frame that it joins with.

/// The name of a room.
pub(super) fn room(number: usize) -> String {
    format!("bench-{number}")
}

/// The name of a member's user; each is another's.
pub(super) fn user(number: usize) -> String {
    format!("bencher-{number}")
}

/// `join_room`
pub(super) fn frame(room: &str, user: &str) -> String {
    format!(r#"{{"type":"join_room","room":"{room}","userId":"{user}"}}"#)
}

/// What a frame tells of the join.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    /// The room is open.
    Joined,
    /// It was refused, or something else was.
    Refused,
    /// Something else.
    Other,
}

/// Looks at the head of a frame: its `type` comes first.
pub(super) fn told(frame: &[u8]) -> Told {
    match frame {
        _ if frame.starts_with(br#"{"type":"room_state""#) => Told::Joined,
        _ if frame.starts_with(br#"{"type":"error""#) => Told::Refused,
        _ => Told::Other,
    }
}

//! What a member is called, and the frame that it joins with.

/// The name of a room.
pub(super) fn room(called: &str, number: usize) -> String {
    format!("{called}-{number}")
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
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Told {
    /// The room is open.
    Joined,
    /// It was refused, or something else was: the server's words.
    Refused(String),
    /// Something else.
    Other,
}

/// Looks at the head of a frame: its `type` comes first.
pub(super) fn told(frame: &[u8]) -> Told {
    match frame {
        _ if frame.starts_with(br#"{"type":"room_state""#) => Told::Joined,
        _ if is_refusal(frame) => Told::Refused(words(frame)),
        _ => Told::Other,
    }
}

/// Whether a frame refuses something.
pub(super) fn is_refusal(frame: &[u8]) -> bool {
    frame.starts_with(br#"{"type":"error""#)
}

/// The words of an error frame.
pub(super) fn words(error: &[u8]) -> String {
    let frame = serde_json::from_slice::<serde_json::Value>(error).unwrap_or_default();
    match frame["error"].as_str() {
        Some(words) => words.to_owned(),
        None => String::from_utf8_lossy(error).into_owned(),
    }
}

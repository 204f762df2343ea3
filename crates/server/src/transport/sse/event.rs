//! Frames as events of a stream, and the ids by which a client says what it has seen.
//!
//! Pure: text in, text out. An id holds the session and the positions of all rooms, so that the last one that a client
//! got is enough to go on: `SESSION~u.EPOCH.SEQ~ROOM.EPOCH.SEQ~…`, where `u` is what was sent to the user alone and a room is told by eight digits
//! of a hash. Clients give it back as it came, in
//! a header; so it has an end: of somebody who is in very many rooms it has those in which something happened last.

use std::borrow::Cow;
use std::fmt::Write;

use axum::body::Bytes;
use buildamp_engine::Position;
use serde::Deserialize;

/// What a client has seen when it comes.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct LastSeen {
    pub(super) session: Option<String>,
    /// How far it has heard what is sent to its user alone.
    pub(super) direct: Option<Position>,
    positions: Vec<(u32, Position)>,
}

impl LastSeen {
    /// Reads an id. What makes no sense has seen nothing.
    pub(super) fn read(id: &str) -> LastSeen {
        let mut parts = id.split('~');
        let session = parts.next().filter(|session| !session.is_empty());
        let mut seen = LastSeen {
            session: session.map(str::to_owned),
            ..LastSeen::default()
        };
        for (of, position) in parts.filter_map(place) {
            if of == USER {
                seen.direct = Some(position);
            } else if let Ok(room) = u32::from_str_radix(of, 16) {
                seen.positions.push((room, position));
            }
        }
        seen
    }

    /// Where the client stopped hearing a room.
    pub(super) fn position(&self, room: &str) -> Option<Position> {
        let name = hash(room);
        let found = self.positions.iter().find(|(known, _)| *known == name);
        found.map(|(_, position)| *position)
    }
}

/// Stands for what is sent to the user alone: no number of a room.
const USER: &str = "u";

fn place(part: &str) -> Option<(&str, Position)> {
    let mut fields = part.split('.');
    let of = fields.next()?;
    let epoch = u64::from_str_radix(fields.next()?, 16).ok()?;
    let seq = fields.next()?.parse().ok()?;
    Some((of, Position { epoch, seq }))
}

/// The most bytes of an id: servers and proxies take heads of 8 KiB at least.
const LONGEST: usize = 4 << 10;

/// The most rooms that are remembered of a stream. Fewer fit in an id, and who is in more hears of some anew when coming back.
const ROOMS: usize = 4 << 10;

/// What a stream's client has seen so far.
#[derive(Debug, Default)]
pub(super) struct Seen {
    session: String,
    /// How far it has heard what is sent to its user alone.
    direct: Option<Position>,
    /// That in which something happened last is the last.
    rooms: Vec<(Box<str>, Position)>,
}

/// What has to be known of a frame.
#[derive(Deserialize)]
struct Head<'a> {
    #[serde(borrow, rename = "type")]
    kind: Cow<'a, str>,
    #[serde(borrow, default)]
    room: Option<Cow<'a, str>>,
    #[serde(borrow, default)]
    epoch: Option<Cow<'a, str>>,
    #[serde(default)]
    seq: Option<u64>,
    #[serde(default)]
    recovered: bool,
    #[serde(borrow, default)]
    session: Option<Cow<'a, str>>,
}

impl Seen {
    /// The client comes back, and has seen a room up to here.
    pub(super) fn begin(&mut self, room: &str, position: Position) {
        self.put(room, position);
    }

    /// The client comes back, and has heard what is sent to its user alone up to here.
    pub(super) fn begin_direct(&mut self, position: Position) {
        self.direct = Some(position);
    }

    /// Where a frame leaves the client, without the frame: browsers take the id, and tell their page nothing.
    pub(super) fn id(&mut self, frame: &[u8]) -> Bytes {
        self.hear(frame);
        let mut event = String::new();
        self.write_id(&mut event);
        event.push('\n');
        event.into()
    }

    /// A frame as an event. One that moves the client on has an id.
    pub(super) fn event(&mut self, frame: &[u8]) -> Bytes {
        let moves = self.hear(frame);
        let mut event = String::with_capacity(frame.len() + 64);
        if moves {
            self.write_id(&mut event);
        }
        // JSON that the rules have made may have line breaks between its parts, and events end at them.
        for line in String::from_utf8_lossy(frame).split(['\n', '\r']) {
            event.push_str("data: ");
            event.push_str(line);
            event.push('\n');
        }
        event.push('\n');
        event.into()
    }

    /// Notes where a frame leaves the client; whether it has moved it.
    fn hear(&mut self, frame: &[u8]) -> bool {
        let Ok(head) = serde_json::from_slice::<Head<'_>>(frame) else {
            return false;
        };
        match (&*head.kind, head.room, head.seq) {
            ("connected", ..) => {
                self.session = head.session.unwrap_or_default().into_owned();
                true
            }
            ("room_state", Some(room), Some(seq)) => {
                let epoch = head
                    .epoch
                    .and_then(|epoch| u64::from_str_radix(&epoch, 16).ok());
                let position = Position {
                    epoch: epoch.unwrap_or(0),
                    seq,
                };
                let known = self.find(&room).map(|known| known.epoch);
                // What was missed is yet to follow, and only that moves the client on.
                if !(head.recovered && known == Some(position.epoch)) {
                    self.put(&room, position);
                }
                true
            }
            ("broadcast", Some(room), Some(seq)) => match self.find(&room) {
                Some(known) => {
                    let epoch = known.epoch;
                    self.put(&room, Position { epoch, seq });
                    true
                }
                None => false,
            },
            ("direct", _, Some(seq)) => {
                let begins = head
                    .epoch
                    .and_then(|epoch| u64::from_str_radix(&epoch, 16).ok());
                let epoch = begins.or(self.direct.map(|known| known.epoch));
                self.direct = epoch.map(|epoch| Position { epoch, seq });
                self.direct.is_some()
            }
            ("left_room", Some(room), _) => {
                self.rooms.retain(|(name, _)| **name != *room);
                false
            }
            _ => false,
        }
    }

    fn find(&self, room: &str) -> Option<Position> {
        let found = self.rooms.iter().rfind(|(name, _)| **name == *room);
        found.map(|(_, position)| *position)
    }

    /// Rooms in which much happens are near the end, and soon found.
    fn put(&mut self, room: &str, position: Position) {
        let place = self.rooms.iter().rposition(|(name, _)| **name == *room);
        match place {
            Some(place) => {
                self.rooms[place].1 = position;
                self.rooms[place..].rotate_left(1);
            }
            None => self.rooms.push((room.into(), position)),
        }
        if self.rooms.len() > ROOMS {
            self.rooms.remove(0);
        }
    }

    fn write_id(&self, event: &mut String) {
        event.push_str("id: ");
        let start = event.len();
        event.push_str(&self.session);
        if let Some(Position { epoch, seq }) = self.direct {
            let _ = write!(event, "~{USER}.{epoch:x}.{seq}");
        }
        for (room, Position { epoch, seq }) in self.rooms.iter().rev() {
            let before = event.len();
            let _ = write!(event, "~{:x}.{epoch:x}.{seq}", hash(room));
            if event.len() - start > LONGEST {
                event.truncate(before);
                break;
            }
        }
        event.push('\n');
    }
}

/// FNV-1a: the same in every process. Rooms that clash cost their client a fresh state, for their epochs differ.
fn hash(room: &str) -> u32 {
    room.bytes().fold(0x811c_9dc5, |hash, byte| {
        (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(seen: &mut Seen, frame: &str, expected: &str) {
        let event = seen.event(frame.as_bytes());
        assert_eq!(std::str::from_utf8(&event), Ok(expected));
    }

    #[test]
    fn ids_tell_the_session_and_how_far_each_room_was_heard() {
        let mut seen = Seen::default();
        let connected = r#"{"type":"connected","session":"5e"}"#;
        check(
            &mut seen,
            connected,
            &format!("id: 5e\ndata: {connected}\n\n"),
        );
        let state = r#"{"type":"room_state","room":"a","state":{"seq":9},"epoch":"ff","seq":4,"recovered":false}"#;
        check(
            &mut seen,
            state,
            &format!("id: 5e~e40c292c.ff.4\ndata: {state}\n\n"),
        );
        let said = r#"{"type":"broadcast","room":"a","message":{},"seq":5}"#;
        check(
            &mut seen,
            said,
            &format!("id: 5e~e40c292c.ff.5\ndata: {said}\n\n"),
        );
        let ack = r#"{"type":"ack","id":1,"response":null}"#;
        check(&mut seen, ack, &format!("data: {ack}\n\n"));
        let last = LastSeen::read("5e~e40c292c.ff.5~xyz~1.2");
        assert_eq!(last.session.as_deref(), Some("5e"));
        assert_eq!(last.position("a"), Some(Position { epoch: 255, seq: 5 }));
        assert_eq!(last.position("b"), None);
        assert_eq!(LastSeen::read(""), LastSeen::default());
    }

    #[test]
    fn who_comes_back_has_seen_what_follows_only_when_it_has_followed() {
        let mut seen = Seen::default();
        seen.begin("a", Position { epoch: 1, seq: 3 });
        let state =
            r#"{"type":"room_state","room":"a","state":null,"epoch":"1","seq":9,"recovered":true}"#;
        check(
            &mut seen,
            state,
            &format!("id: ~e40c292c.1.3\ndata: {state}\n\n"),
        );
        let fresh = r#"{"type":"room_state","room":"a","state":null,"epoch":"2","seq":1,"recovered":false}"#;
        check(
            &mut seen,
            fresh,
            &format!("id: ~e40c292c.2.1\ndata: {fresh}\n\n"),
        );
    }

    #[test]
    fn ids_tell_how_far_what_is_for_the_user_alone_was_heard() {
        let mut seen = Seen::default();
        let early = r#"{"type":"direct","message":{},"timestamp":1,"seq":8}"#;
        check(&mut seen, early, &format!("data: {early}\n\n"));
        let begins = r#"{"type":"direct","epoch":"ff","seq":8,"recovered":true}"#;
        check(
            &mut seen,
            begins,
            &format!("id: ~u.ff.8\ndata: {begins}\n\n"),
        );
        let said = r#"{"type":"direct","message":{},"timestamp":1,"seq":9}"#;
        check(&mut seen, said, &format!("id: ~u.ff.9\ndata: {said}\n\n"));
        let volatile = r#"{"type":"direct","message":{},"timestamp":1}"#;
        check(&mut seen, volatile, &format!("data: {volatile}\n\n"));
        let last = LastSeen::read("5e~u.ff.9~e40c292c.ff.5");
        assert_eq!(last.direct, Some(Position { epoch: 255, seq: 9 }));
        assert_eq!(last.position("a"), Some(Position { epoch: 255, seq: 5 }));
    }

    #[test]
    fn of_a_thousand_rooms_an_id_has_those_where_something_happened_last() {
        let mut seen = Seen::default();
        let at = |seq| Position {
            epoch: u64::MAX - 1,
            seq,
        };
        for number in 0..1_000 {
            seen.begin(&format!("room-{number}"), at(1 << 40));
        }
        let said = r#"{"type":"broadcast","room":"room-0","message":{},"seq":7}"#;
        let event = seen.event(said.as_bytes());
        let id = std::str::from_utf8(&event).expect("text");
        let id = id
            .lines()
            .next()
            .expect("a line")
            .trim_start_matches("id: ");
        assert!((3_900..=LONGEST).contains(&id.len()), "{}", id.len());
        let last = LastSeen::read(id);
        assert_eq!(last.position("room-0"), Some(at(7)));
        assert_eq!(last.position("room-999"), Some(at(1 << 40)));
        assert_eq!(last.position("room-950"), Some(at(1 << 40)));
        assert_eq!(last.position("room-1"), None, "it is told anew");
        // A room that was left makes room.
        seen.event(br#"{"type":"left_room","room":"room-0"}"#);
        assert_eq!(seen.find("room-0"), None);
        for number in 0..10_000 {
            seen.begin(&format!("other-{number}"), at(1));
        }
        assert_eq!(seen.rooms.len(), ROOMS);
    }

    #[test]
    fn a_frame_of_several_lines_is_one_event() {
        let frame = "{\"type\":\"direct\",\r\n\"message\":{}}";
        let expected = "data: {\"type\":\"direct\",\ndata: \ndata: \"message\":{}}\n\n";
        check(&mut Seen::default(), frame, expected);
    }
}

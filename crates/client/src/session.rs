//! What outlives a connection: pure, commands and frames in, frames and events out.
//!
//! Rooms that were joined are joined again, from where they were heard; what has no answer is sent again under its `id`, where the
//! server still knows the session, and fails otherwise. A room that it has no time for is asked for later: when
//! that is, somebody with a clock has to say.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::Value;
use tokio::sync::oneshot;

use crate::frames::{self, Incoming, Since};
use crate::{Error, Event, RoomState};

type Then<T> = oneshot::Sender<Result<T, Error>>;

/// What a handle asks for.
#[derive(Debug)]
pub(crate) enum Command {
    Join {
        room: String,
        /// What it comes with.
        payload: Option<Value>,
        then: Then<RoomState>,
    },
    Leave {
        room: String,
        then: Then<()>,
    },
    Send {
        room: String,
        payload: Value,
        then: Then<Value>,
    },
    Close,
}

/// Something without an answer.
#[derive(Debug)]
enum Asked {
    Join(Joining),
    Leave(String, Then<()>),
    Send(Sending),
}

#[derive(Debug)]
struct Joining {
    room: String,
    /// `None`: what the server let this client in with, if anything.
    payload: Option<Value>,
    /// `None`: come back to, after a break.
    then: Option<Then<RoomState>>,
}

impl Joining {
    fn again(room: String) -> Asked {
        Asked::Join(Joining {
            room,
            payload: None,
            then: None,
        })
    }
}

#[derive(Debug)]
struct Sending {
    room: String,
    payload: Value,
    then: Then<Value>,
    stage: Stage,
}

/// Where a message is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    /// No server has seen it.
    New,
    /// It went over this connection.
    OnItsWay,
    /// It went over an earlier one: a server may have got it.
    Again,
}

/// A room that the client is in, or wants to be.
#[derive(Debug, Default)]
struct Room {
    since: Option<Since>,
    /// What the server let this client in with.
    payload: Option<Value>,
    /// Whether the server has ever let it in.
    known: bool,
    /// Whether the server has let it in, over this connection.
    open: bool,
}

#[derive(Debug, Default)]
pub(crate) struct Session {
    user: Option<String>,
    name: Option<String>,
    connected: bool,
    last_id: u64,
    asked: BTreeMap<u64, Asked>,
    rooms: BTreeMap<String, Room>,
    /// How far what is sent to the user alone was heard, once the server has said where that is.
    direct: Option<Since>,
    /// What is to be sent, in this order.
    pub(crate) frames: Vec<String>,
    pub(crate) events: Vec<Event>,
    /// Rooms to be asked for [`again`](Session::again), and after how long, where the server says so.
    pub(crate) later: Vec<(String, Option<Duration>)>,
}

/// Refusals that pass by themselves.
const PASSING: [&str; 4] = ["rate_limited", "unavailable", "conflict", "logic_timeout"];

impl Session {
    pub(crate) fn new(user: Option<String>) -> Session {
        Session {
            user,
            ..Session::default()
        }
    }

    /// What the next connection asks for, as a query: the session, and what was sent to the user alone meanwhile.
    pub(crate) fn query(&self) -> String {
        let session = self.name.as_deref();
        let mut query = session.map_or(String::new(), |name| format!("session={name}&"));
        query.push_str("direct=");
        if let Some(Since { epoch, seq }) = &self.direct {
            query.push_str(&format!("{epoch}.{seq}"));
        }
        query
    }

    /// Whether the server owes something: an answer, or its greeting.
    pub(crate) fn is_waiting(&self) -> bool {
        let waits_here = |asked: &Asked| matches!(asked, Asked::Send(sending) if sending.stage != Stage::OnItsWay);
        !self.connected || !self.asked.values().all(waits_here)
    }

    pub(crate) fn ask(&mut self, command: Command) {
        self.last_id += 1;
        let id = self.last_id;
        match command {
            Command::Join {
                room,
                payload,
                then,
            } => {
                self.rooms.entry(room.clone()).or_default();
                let then = Some(then);
                let joining = Joining {
                    room,
                    payload,
                    then,
                };
                self.asked.insert(id, Asked::Join(joining));
            }
            Command::Leave { room, then } => {
                if self.rooms.remove(&room).is_none() || !self.connected {
                    let _ = then.send(Ok(()));
                    return;
                }
                self.asked.insert(id, Asked::Leave(room, then));
            }
            Command::Send {
                room,
                payload,
                then,
            } => {
                let sending = Sending {
                    room,
                    payload,
                    then,
                    stage: Stage::New,
                };
                self.asked.insert(id, Asked::Send(sending));
            }
            Command::Close => return,
        }
        if self.connected {
            self.tell(id);
        }
    }

    /// Sends what was asked for, unless its room is still being joined.
    fn tell(&mut self, id: u64) {
        let user = self.user.as_deref();
        match self.asked.get_mut(&id) {
            Some(Asked::Join(joining)) => {
                let known = self.rooms.get(&joining.room);
                // Asked for anew by the app, the state is told anew.
                let is_anew = joining.then.is_some();
                let since = known.and_then(|room| room.since.as_ref());
                let since = since.filter(|_| !is_anew);
                let before = known.and_then(|room| room.payload.as_ref());
                let payload = joining.payload.as_ref().or(before);
                let frame = frames::join(&joining.room, user, since, payload, id);
                self.frames.push(frame);
            }
            Some(Asked::Leave(room, _)) => self.frames.push(frames::leave(room, id)),
            Some(Asked::Send(sending)) => {
                if self.rooms.get(&sending.room).is_some_and(|room| !room.open) {
                    return;
                }
                sending.stage = Stage::OnItsWay;
                let frame = frames::send(&sending.room, user, &sending.payload, id);
                self.frames.push(frame);
            }
            None => {}
        }
    }

    pub(crate) fn hear(&mut self, frame: Incoming) {
        match frame {
            Incoming::Connected { user_id, session } => self.connect(user_id, session),
            Incoming::RoomState {
                room,
                state,
                members,
                epoch,
                seq,
                recovered,
                timestamp,
                id,
            } => {
                let state = frames::state(room, state, members, recovered, timestamp);
                self.let_in(state, Since { epoch, seq }, id);
            }
            Incoming::Broadcast {
                room,
                message,
                timestamp,
                seq,
            } => self.broadcast(room, message, timestamp, seq),
            Incoming::Direct {
                message: Some(message),
                timestamp,
                seq,
                ..
            } => self.direct(message, timestamp.unwrap_or_default(), seq),
            Incoming::Direct {
                epoch: Some(epoch),
                seq: Some(seq),
                recovered,
                ..
            } => {
                self.direct = Some(Since { epoch, seq });
                if recovered == Some(false) {
                    self.events.push(Event::DirectsMissed);
                }
            }
            Incoming::Direct { .. } => {}
            Incoming::LeftRoom { room } => self.put_out(room),
            Incoming::Ack { id, response } => self.acknowledge(id, response),
            Incoming::Error {
                error,
                code,
                retry_after_ms,
                id,
                room,
            } => self.refuse(frames::refused(code, error, retry_after_ms), id, room),
            Incoming::Unknown => {}
        }
    }

    fn connect(&mut self, user: Option<String>, session: String) {
        let resumed = self.name.as_ref() == Some(&session);
        self.connected = true;
        self.name = Some(session);
        self.events.push(Event::Connected { user, resumed });
        if !resumed {
            self.fail_sent();
        }
        let again: Vec<String> = self.rooms.keys().cloned().collect();
        for room in again {
            if !self.is_asked_for(&room) {
                self.last_id += 1;
                self.asked.insert(self.last_id, Joining::again(room));
            }
        }
        let ids: Vec<u64> = self.asked.keys().copied().collect();
        ids.into_iter().for_each(|id| self.tell(id));
    }

    fn is_asked_for(&self, room: &str) -> bool {
        let joins = |asked: &Asked| matches!(asked, Asked::Join(joining) if joining.room == room);
        self.asked.values().any(joins)
    }

    /// Asks for a room once more that the server had no time for. Nothing where it is in, left, or asked for anyway.
    pub(crate) fn again(&mut self, room: &str) {
        let is_out = self.rooms.get(room).is_some_and(|room| !room.open);
        if self.connected && is_out && !self.is_asked_for(room) {
            self.last_id += 1;
            self.asked
                .insert(self.last_id, Joining::again(room.to_owned()));
            self.tell(self.last_id);
        }
    }

    /// What may have taken effect, and can't be asked about any more.
    fn fail_sent(&mut self) {
        let lost = |_: &u64, asked: &mut Asked| matches!(asked, Asked::Send(sending) if sending.stage != Stage::New);
        for (_, asked) in self.asked.extract_if(.., lost) {
            asked.fail(Error::SessionLost);
        }
    }

    fn let_in(&mut self, state: RoomState, since: Since, id: Option<u64>) {
        let Some(room) = self.rooms.get_mut(&state.room) else {
            // Left meanwhile. Whoever joined has an answer all the same.
            self.answer(state, id);
            return;
        };
        room.open = true;
        room.known = true;
        room.since = Some(since);
        if let Some(Asked::Join(joining)) = id.and_then(|id| self.asked.get_mut(&id))
            && let Some(payload) = joining.payload.take()
        {
            room.payload = Some(payload);
        }
        let room = state.room.clone();
        if let Some(state) = self.answer(state, id) {
            self.events.push(Event::State(state));
        }
        self.tell_waiting(&room);
    }

    /// Gives a state to whoever asked for it; back where nobody did.
    fn answer(&mut self, state: RoomState, id: Option<u64>) -> Option<RoomState> {
        match id.and_then(|id| self.asked.remove(&id)) {
            Some(Asked::Join(Joining {
                then: Some(then), ..
            })) => {
                let _ = then.send(Ok(state));
                None
            }
            _ => Some(state),
        }
    }

    /// Sends what has waited for a room.
    fn tell_waiting(&mut self, room: &str) {
        let waiting: Vec<u64> = self
            .asked
            .iter()
            .filter(|(_, asked)| matches!(asked, Asked::Send(sending) if sending.room == room && sending.stage != Stage::OnItsWay))
            .map(|(id, _)| *id)
            .collect();
        waiting.into_iter().for_each(|id| self.tell(id));
    }

    fn broadcast(&mut self, room: String, message: Option<Value>, timestamp: u64, seq: u64) {
        let Some(since) = self
            .rooms
            .get_mut(&room)
            .and_then(|room| room.since.as_mut())
        else {
            return;
        };
        since.seq = since.seq.max(seq);
        if let Some(message) = message {
            self.events.push(Event::Broadcast {
                room,
                message,
                seq,
                timestamp,
            });
        }
    }

    /// A message to the user alone; one that came before has a number that did.
    fn direct(&mut self, message: Value, timestamp: u64, seq: Option<u64>) {
        if let (Some(at), Some(seq)) = (&mut self.direct, seq) {
            if seq <= at.seq {
                return;
            }
            at.seq = seq;
        }
        self.events.push(Event::Direct {
            message,
            seq,
            timestamp,
        });
    }

    /// The rules put this user out of a room: it is not come back to, unless it is being joined anew.
    fn put_out(&mut self, room: String) {
        if self.is_asked_for(&room) || self.rooms.remove(&room).is_none() {
            return;
        }
        self.events.push(Event::LeftRoom { room });
    }

    fn acknowledge(&mut self, id: Option<u64>, response: Value) {
        match id.and_then(|id| self.asked.remove(&id)) {
            Some(Asked::Send(sending)) => drop(sending.then.send(Ok(response))),
            Some(Asked::Leave(_, then)) => drop(then.send(Ok(()))),
            Some(Asked::Join(_)) | None => {}
        }
    }

    fn refuse(&mut self, error: Error, id: Option<u64>, room: Option<String>) {
        match id.and_then(|id| self.asked.remove(&id)) {
            Some(Asked::Join(Joining {
                room: name,
                payload,
                then,
            })) => {
                let again = self.is_worth_another(&name, &error);
                match again {
                    Some(pause) => self.later.push((name.clone(), pause)),
                    // With another message; what it was let in with may still do.
                    None if payload.is_some() && self.is_known(&name) => self.again(&name),
                    None => self.give_up(&name, &error),
                }
                match then {
                    Some(then) => drop(then.send(Err(error))),
                    None if again.is_some() => {}
                    None => {
                        let room = Some(name);
                        self.events.push(Event::Refused { error, room });
                    }
                }
            }
            Some(asked) => asked.fail(error),
            None => self.events.push(Event::Refused { error, room }),
        }
    }

    fn is_known(&self, room: &str) -> bool {
        self.rooms.get(room).is_some_and(|room| room.known)
    }

    /// A busy server must not cost a room that the client was in: that one is asked for again, after so long.
    fn is_worth_another(&self, room: &str, error: &Error) -> Option<Option<Duration>> {
        let room = self.rooms.get(room)?;
        match error {
            Error::Refused {
                code, retry_after, ..
            } if room.known && !room.open && PASSING.contains(&&**code) => Some(*retry_after),
            _ => None,
        }
    }

    /// A room that lets nobody in: what waited for it fails with the same. Not where another join may still be let in.
    fn give_up(&mut self, room: &str, error: &Error) {
        if self.rooms.get(room).is_some_and(|room| room.open) || self.is_asked_for(room) {
            return;
        }
        self.rooms.remove(room);
        let waited = |_: &u64, asked: &mut Asked| matches!(asked, Asked::Send(sending) if sending.room == room && sending.stage != Stage::OnItsWay);
        for (_, asked) in self.asked.extract_if(.., waited) {
            asked.fail(error.clone());
        }
    }

    /// Nothing will be answered any more.
    pub(crate) fn end(&mut self) {
        for asked in std::mem::take(&mut self.asked).into_values() {
            asked.fail(Error::Closed);
        }
    }

    /// The connection is gone. Rooms that were being left are left by that.
    pub(crate) fn disconnect(&mut self) {
        self.connected = false;
        self.frames.clear();
        self.later.clear();
        self.rooms.values_mut().for_each(|room| room.open = false);
        for asked in self.asked.values_mut() {
            if let Asked::Send(sending) = asked
                && sending.stage == Stage::OnItsWay
            {
                sending.stage = Stage::Again;
            }
        }
        let left = |_: &u64, asked: &mut Asked| {
            matches!(
                asked,
                Asked::Leave(..) | Asked::Join(Joining { then: None, .. })
            )
        };
        for (_, asked) in self.asked.extract_if(.., left) {
            if let Asked::Leave(_, then) = asked {
                let _ = then.send(Ok(()));
            }
        }
    }
}

impl Asked {
    /// Nobody may be waiting any more.
    fn fail(self, error: Error) {
        match self {
            Asked::Join(Joining {
                then: Some(then), ..
            }) => drop(then.send(Err(error))),
            Asked::Join(_) => {}
            Asked::Leave(_, then) => drop(then.send(Err(error))),
            Asked::Send(sending) => drop(sending.then.send(Err(error))),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn hear(session: &mut Session, frame: &str) {
        session.hear(serde_json::from_str(frame).expect("a frame"));
    }

    /// A session that was in a room, and has asked for it on a new connection.
    fn rejoining() -> Session {
        let mut session = Session::new(None);
        let connected = r#"{"type":"connected","session":"s1"}"#;
        hear(&mut session, connected);
        let (then, _) = oneshot::channel();
        let room = "lobby".to_owned();
        session.ask(Command::Join {
            room,
            payload: None,
            then,
        });
        hear(
            &mut session,
            r#"{"type":"room_state","room":"lobby","epoch":"e","seq":1,"id":1}"#,
        );
        session.disconnect();
        hear(&mut session, connected);
        session
    }

    fn refuse(session: &mut Session, code: &str) {
        let frame = format!(r#"{{"type":"error","error":"no","code":"{code}","id":2}}"#);
        hear(session, &frame);
        session.frames.clear();
    }

    #[test]
    fn what_passes_is_waited_for_and_what_does_not_is_given_up() {
        for (code, passes) in [
            ("rate_limited", true),
            ("unavailable", true),
            ("access_denied", false),
        ] {
            let mut session = rejoining();
            refuse(&mut session, code);
            assert_eq!(session.later.len(), usize::from(passes), "{code}");
            session.again("lobby");
            assert_eq!(session.frames.len(), usize::from(passes), "{code}");
            // It is being asked for.
            session.again("lobby");
            assert_eq!(session.frames.len(), usize::from(passes), "{code}");
        }
    }

    #[test]
    fn a_room_that_was_left_meanwhile_is_not_asked_for_again() {
        let mut session = rejoining();
        refuse(&mut session, "rate_limited");
        let (then, _) = oneshot::channel();
        let room = "lobby".to_owned();
        session.ask(Command::Leave { room, then });
        session.frames.clear();
        session.again("lobby");
        assert!(session.frames.is_empty(), "{:?}", session.frames);
    }

    #[test]
    fn the_server_owes_a_greeting_and_answers() {
        let mut session = Session::new(None);
        assert!(session.is_waiting(), "for the greeting");
        hear(&mut session, r#"{"type":"connected","session":"s1"}"#);
        assert!(!session.is_waiting());
        let room = "lobby".to_owned();
        let (then, _) = oneshot::channel();
        session.ask(Command::Send {
            room,
            payload: Value::Null,
            then,
        });
        assert!(session.is_waiting(), "for the answer");
        hear(&mut session, r#"{"type":"ack","id":1,"response":null}"#);
        assert!(!session.is_waiting());
    }

    #[test]
    fn a_room_that_was_never_joined_is_given_up_at_once() {
        let mut session = Session::new(None);
        hear(&mut session, r#"{"type":"connected","session":"s1"}"#);
        let (then, mut answer) = oneshot::channel();
        let room = "lobby".to_owned();
        session.ask(Command::Join {
            room,
            payload: None,
            then,
        });
        hear(
            &mut session,
            r#"{"type":"error","error":"no","code":"rate_limited","id":1}"#,
        );
        assert!(matches!(answer.try_recv(), Ok(Err(Error::Refused { .. }))));
        assert!(session.later.is_empty());
    }

    /// What the last join came with.
    fn offered(session: &mut Session) -> Value {
        let frame = session.frames.pop().expect("a join");
        session.frames.clear();
        let frame: Value = serde_json::from_str(&frame).expect("JSON");
        assert_eq!(frame["type"], "join_room");
        frame["payload"].clone()
    }

    fn join_with(session: &mut Session, payload: Option<Value>) -> (u64, Value) {
        let (then, _) = oneshot::channel();
        let room = "lobby".to_owned();
        session.ask(Command::Join {
            room,
            payload,
            then,
        });
        (session.last_id, offered(session))
    }

    fn let_in(session: &mut Session, id: u64) {
        let frame =
            format!(r#"{{"type":"room_state","room":"lobby","epoch":"e","seq":1,"id":{id}}}"#);
        hear(session, &frame);
    }

    #[test]
    fn what_was_joined_with_comes_again_after_a_break_and_only_what_was_let_in() {
        let [one, two] = ["one", "two"].map(|code| Some(json!({ "code": code })));
        let mut session = Session::new(None);
        let connected = r#"{"type":"connected","session":"s1"}"#;
        hear(&mut session, connected);
        let (id, offer) = join_with(&mut session, one.clone());
        assert_eq!(Some(offer), one);
        let_in(&mut session, id);
        // Joined again without one, and with one that is refused.
        let (id, offer) = join_with(&mut session, None);
        assert_eq!(Some(offer), one);
        let_in(&mut session, id);
        let (id, offer) = join_with(&mut session, two.clone());
        assert_eq!(Some(offer), two);
        deny(&mut session, id);
        session.disconnect();
        hear(&mut session, connected);
        assert_eq!(Some(offered(&mut session)), one);
        let id = session.last_id;
        let_in(&mut session, id);
        let (id, _) = join_with(&mut session, two.clone());
        let_in(&mut session, id);
        session.disconnect();
        hear(&mut session, connected);
        assert_eq!(Some(offered(&mut session)), two);
        // A room that is left is forgotten with it.
        let (then, _) = oneshot::channel();
        let room = "lobby".to_owned();
        session.ask(Command::Leave { room, then });
        session.frames.clear();
        assert_eq!(join_with(&mut session, None).1, Value::Null);
    }

    fn deny(session: &mut Session, id: u64) {
        let frame = format!(r#"{{"type":"error","error":"no","code":"access_denied","id":{id}}}"#);
        hear(session, &frame);
    }

    #[test]
    fn each_of_two_joins_on_their_way_is_answered() {
        let [wrong, right] = ["wrong", "right"].map(|code| Some(json!({ "code": code })));
        let mut session = Session::new(None);
        let connected = r#"{"type":"connected","session":"s1"}"#;
        hear(&mut session, connected);
        let join = |payload| {
            let (then, answer) = oneshot::channel();
            let room = "lobby".to_owned();
            let command = Command::Join {
                room,
                payload,
                then,
            };
            (command, answer)
        };
        let (command, mut first) = join(wrong);
        session.ask(command);
        let (command, mut second) = join(right.clone());
        session.ask(command);
        let (then, mut sent) = oneshot::channel();
        let room = "lobby".to_owned();
        let payload = Value::Null;
        session.ask(Command::Send {
            room,
            payload,
            then,
        });
        deny(&mut session, 1);
        assert!(matches!(first.try_recv(), Ok(Err(Error::Refused { .. }))));
        session.frames.clear();
        let_in(&mut session, 2);
        assert!(matches!(second.try_recv(), Ok(Ok(_))));
        // What has waited for the room goes its way.
        assert_eq!(session.frames.len(), 1, "{:?}", session.frames);
        hear(&mut session, r#"{"type":"ack","id":3,"response":1}"#);
        assert_eq!(sent.try_recv(), Ok(Ok(json!(1))));
        session.disconnect();
        hear(&mut session, connected);
        assert_eq!(Some(offered(&mut session)), right);
    }

    #[test]
    fn a_join_that_a_leave_overtakes_is_answered() {
        let mut session = Session::new(None);
        hear(&mut session, r#"{"type":"connected","session":"s1"}"#);
        let (then, mut joined) = oneshot::channel();
        let room = "lobby".to_owned();
        let payload = None;
        session.ask(Command::Join {
            room,
            payload,
            then,
        });
        let (then, mut left) = oneshot::channel();
        let room = "lobby".to_owned();
        session.ask(Command::Leave { room, then });
        let_in(&mut session, 1);
        assert!(matches!(joined.try_recv(), Ok(Ok(_))));
        hear(&mut session, r#"{"type":"ack","id":2,"response":null}"#);
        assert_eq!(left.try_recv(), Ok(Ok(())));
        assert!(!session.is_waiting());
    }

    #[test]
    fn a_join_that_is_refused_leaves_the_room_heard() {
        let mut session = Session::new(None);
        let connected = r#"{"type":"connected","session":"s1"}"#;
        hear(&mut session, connected);
        let (id, _) = join_with(&mut session, None);
        let_in(&mut session, id);
        session.events.clear();
        let (id, _) = join_with(&mut session, Some(Value::Null));
        deny(&mut session, id);
        let broadcast =
            r#"{"type":"broadcast","room":"lobby","message":"hi","timestamp":7,"seq":2}"#;
        hear(&mut session, broadcast);
        let heard = matches!(&*session.events, [Event::Broadcast { seq: 2, .. }]);
        assert!(heard, "{:?}", session.events);
        session.disconnect();
        hear(&mut session, connected);
        let frame = session.frames.pop().expect("a join");
        assert!(frame.contains(r#""seq":2"#), "{frame}");
    }

    #[test]
    fn another_message_that_is_refused_after_a_break_does_not_cost_the_room() {
        let [one, two] = ["one", "two"].map(|code| Some(json!({ "code": code })));
        let mut session = Session::new(None);
        let connected = r#"{"type":"connected","session":"s1"}"#;
        hear(&mut session, connected);
        let (id, _) = join_with(&mut session, one.clone());
        let_in(&mut session, id);
        let (id, _) = join_with(&mut session, two.clone());
        session.disconnect();
        hear(&mut session, connected);
        assert_eq!(Some(offered(&mut session)), two);
        deny(&mut session, id);
        assert_eq!(Some(offered(&mut session)), one);
        let id = session.last_id;
        let_in(&mut session, id);
        session.disconnect();
        hear(&mut session, connected);
        assert_eq!(Some(offered(&mut session)), one);
        // Refused with what it was let in with, it is over.
        let id = session.last_id;
        deny(&mut session, id);
        assert!(session.frames.is_empty(), "{:?}", session.frames);
        session.disconnect();
        hear(&mut session, connected);
        assert!(session.frames.is_empty(), "{:?}", session.frames);
    }

    #[test]
    fn a_join_that_a_break_left_without_an_answer_brings_what_it_was_to_bring() {
        let one = Some(json!({ "code": "one" }));
        let mut session = Session::new(None);
        let connected = r#"{"type":"connected","session":"s1"}"#;
        hear(&mut session, connected);
        join_with(&mut session, one.clone());
        session.disconnect();
        hear(&mut session, connected);
        assert_eq!(Some(offered(&mut session)), one);
    }
}

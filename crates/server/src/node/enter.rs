//! A connection comes into a room.
//!
//! Access, presence and membership are one transaction. The connection's seat is taken before, so that nothing is missed, and
//! opened after, with the state first.

use std::sync::Arc;

use buildamp_engine::{History, Keep, Millis, Position, Snapshot, Space, Unavailable, Write};
use buildamp_rules::{Access, Handler, Presence};

use super::leave::absence;
use super::linger::presence_key;
use super::presence::{remember, remembered, yes};
use super::{Node, Room, Who};
use crate::joined::Joined;
use crate::peer::Link;
use crate::protocol::{self, Code, Frame, Id, Refusal};
use crate::snapshot::Recorded;
use crate::trace;
use crate::transaction::{Outcome, unavailable};
use crate::turn::Turn;

/// How often the state is read anew when the room's numbering moves meanwhile.
const READS: u32 = 4;

impl Node {
    /// Lets a connection join, and tells it the room's state. Once more where it has joined already; what it joined with then stays,
    /// where it joins with nothing now.
    pub(crate) fn join(
        self: &Arc<Node>,
        link: &Arc<Link>,
        name: &str,
        since: Option<Position>,
        id: Option<Id>,
        joined: Option<Joined>,
    ) {
        let room = match self.admissible(link, name) {
            Ok(room) => room,
            Err(refusal) => return self.refuse(link, &refusal, id.as_ref(), Some(name)),
        };
        link.begin_move();
        let (node, link, inside) = (self.clone(), link.clone(), room.clone());
        let trace = trace::current();
        room.strand.run(self.clock.now(), move || {
            let _turn = Turn::begin();
            let _trace = trace.begin();
            // What the rules send for the join has to find it hearing.
            node.open_directs(&link);
            let result = node.enter(&link, &inside, joined);
            let is_in = result.is_ok();
            let result = result.and_then(|()| node.tell_state(&link, &inside, since, id.as_ref()));
            if let Err(refusal) = result {
                node.refuse(&link, &refusal, id.as_ref(), Some(&inside.name));
                if is_in {
                    node.without_state(&link, &inside, &refusal);
                }
            }
            link.end_move();
        });
    }

    fn admissible(&self, link: &Link, name: &str) -> Result<Arc<Room>, Refusal> {
        let limits = &self.settings.limits;
        limits.check_room_name(name)?;
        let rooms = link.rooms.lock().expect("nobody panics while holding it");
        if let Some(room) = rooms.as_slice().iter().find(|room| *room.name == *name) {
            return Ok(room.clone());
        }
        if rooms.as_slice().len() >= limits.rooms {
            let text = format!(
                "a connection can be in {} rooms; leave one first",
                limits.rooms
            );
            return Err(Refusal::new(Code::TooManyRooms, text));
        }
        Ok(self.room(&link.tenant, name))
    }

    /// Makes a connection a member, unless it is one.
    fn enter(
        self: &Arc<Node>,
        link: &Arc<Link>,
        room: &Arc<Room>,
        joined: Option<Joined>,
    ) -> Result<(), Refusal> {
        let is_member = link.is_in(room);
        if let (true, Some(joined)) = (is_member, &joined) {
            self.admit_again(link, room, joined)?;
        }
        room.audience.take(link, joined);
        if is_member {
            return Ok(());
        }
        if let Err(refusal) = self.commit_entry(link, room) {
            room.audience.leave(link);
            self.forget(room);
            return Err(refusal);
        }
        self.take_part_in_ticks(room);
        let gone = {
            let mut rooms = link.rooms.lock().expect("nobody panics while holding it");
            rooms.push(room.clone());
            link.is_gone()
        };
        if gone {
            // It went while it was coming: whoever cleared its rooms did not see this one.
            self.depart(link, room);
        }
        Ok(())
    }

    /// Whoever is in a room can't become with another message what the rules would not have let in.
    fn admit_again(&self, link: &Link, room: &Room, joined: &Joined) -> Result<(), Refusal> {
        if room.audience.joined(link.number).as_ref() == Some(joined) {
            return Ok(());
        }
        let (now, who) = (self.clock.now(), link.who(Some(joined)));
        let done = self.transact(&room.tenant, now, None, |snapshot| {
            self.authorize(who, room, now, snapshot)?;
            let writes = Vec::new();
            Ok(Outcome { writes, value: () })
        });
        done.map(|_| ())
    }

    fn commit_entry(&self, link: &Arc<Link>, room: &Room) -> Result<(), Refusal> {
        let now = self.clock.now();
        let (user, known) = (link.user_name(), link.user_shared());
        let joined = room.audience.joined(link.number);
        let done = self.transact(&room.tenant, now, None, |snapshot| {
            self.authorize(link.who(joined.as_ref()), room, now, snapshot)?;
            let mut writes = Vec::new();
            let here = snapshot
                .connections(&room.name, user)
                .map_err(unavailable)?;
            writes.push(Write::Enter {
                room: room.name.clone(),
                user: known.clone(),
                connection: link.id.clone(),
            });
            // The user is here again: what broke before is over, and nobody has missed them.
            let broken = room.lingering.of(user);
            let ended = here.iter().filter(|here| broken.contains(here));
            writes.extend(ended.map(|connection| absence(room, &known, connection)));
            if here.is_empty() {
                self.arrive(link, room, now, snapshot, &mut writes)?;
            }
            remember(link, now, &mut writes);
            Ok(Outcome { writes, value: () })
        });
        done.map(|_| {
            room.lingering.forget(user);
            remembered(link, now);
        })
    }

    /// A user's first connection comes in.
    pub(super) fn arrive(
        &self,
        link: &Link,
        room: &Room,
        now: Millis,
        snapshot: &mut dyn Snapshot,
        writes: &mut Vec<Write>,
    ) -> Result<(), Refusal> {
        self.end_old_ticks(room, snapshot, writes)
            .map_err(unavailable)?;
        let user = link.user_name();
        let key = presence_key(&room.name, user);
        // Known before the server was restarted: to the others they never left. The rules are asked all the same, for what they began
        // then, such as ticks, has ended.
        let was_here = snapshot
            .get(Space::Server, &key)
            .map_err(unavailable)?
            .is_some();
        if !was_here {
            writes.push(Write::Set {
                space: Space::Server,
                key,
                value: yes(),
                keep: Keep::Always,
            });
        }
        if was_here && !self.app.load().rules.handles(Handler::Presence) {
            return Ok(());
        }
        let joined = room.audience.joined(link.number);
        let who = link.who(joined.as_ref());
        self.presence(room, who, Presence::Joined, now, snapshot, writes)
    }

    /// Asks the rules whether a user, over a connection or none, may come into a room.
    pub(super) fn authorize(
        &self,
        who: Who<'_>,
        room: &Room,
        now: Millis,
        snapshot: &mut dyn Snapshot,
    ) -> Result<(), Refusal> {
        let app = self.app.load();
        if !app.rules.handles(Handler::AuthorizeJoin) {
            return Ok(());
        }
        let context = self.context(&app, &room.tenant, &room.name, who, now);
        match app.rules.authorize(&context, &mut Recorded(snapshot)) {
            Ok(Access::Allow) => Ok(()),
            Ok(Access::Deny(reason)) => Err(Refusal::new(Code::AccessDenied, reason)),
            Err(failure) => Err(self.fault(Handler::AuthorizeJoin, &failure, &context)),
        }
    }

    /// Opens a member's seat with what was missed, or with the room's state.
    pub(super) fn tell_state(
        &self,
        link: &Arc<Link>,
        room: &Room,
        since: Option<Position>,
        id: Option<&Id>,
    ) -> Result<(), Refusal> {
        let told = match since {
            Some(since) => self.missed(link, room, since, id)?,
            None => None,
        };
        let (frames, position) = match told {
            Some(told) => told,
            None => self.state(link, room, id)?,
        };
        room.audience.open(link, &frames, position);
        Ok(())
    }

    /// The missed broadcasts, where all of them are remembered.
    fn missed(
        &self,
        link: &Link,
        room: &Room,
        since: Position,
        id: Option<&Id>,
    ) -> Result<Option<(Vec<Frame>, Position)>, Refusal> {
        let now = self.clock.now();
        let at = self
            .engine
            .position(&room.tenant, &room.name)
            .map_err(unavailable)?;
        let history = self
            .engine
            .history(&room.tenant, &room.name, since, now)
            .map_err(unavailable)?;
        let History::Whole(broadcasts) = history else {
            return Ok(None);
        };
        let last = broadcasts
            .last()
            .map_or(since, |broadcast| broadcast.position);
        let head = Position {
            epoch: since.epoch,
            seq: last.seq.max(at.seq),
        };
        let mut snapshot = self
            .engine
            .snapshot(&room.tenant, now)
            .map_err(unavailable)?;
        let members = snapshot.members(&room.name).map_err(unavailable)?;
        let mut frames = vec![protocol::room_state(
            &room.name, "null", &members, head, true, now, id,
        )];
        let user = link.user_name();
        let meant = broadcasts
            .iter()
            .filter(|broadcast| !broadcast.exclude.iter().any(|excluded| excluded == user));
        frames.extend(meant.map(protocol::broadcast));
        Ok(Some((frames, head)))
    }

    /// The state as of a position. Where the numbering moves while it is read, it is read again.
    fn state(
        &self,
        link: &Link,
        room: &Room,
        id: Option<&Id>,
    ) -> Result<(Vec<Frame>, Position), Refusal> {
        let position = || {
            self.engine
                .position(&room.tenant, &room.name)
                .map_err(unavailable)
        };
        let mut before = position()?;
        for last in (0..READS).map(|read| read + 1 == READS) {
            let now = self.clock.now();
            let mut snapshot = self.snapshot(&room.tenant, now)?;
            let members = snapshot.members(&room.name).map_err(unavailable)?;
            let state = self.room_state(link, room, now, &mut snapshot)?;
            let after = position()?;
            // A state that is newer than its number is right in the end: the broadcasts between bring nothing new.
            if after == before || last {
                let frame =
                    protocol::room_state(&room.name, &state, &members, before, false, now, id);
                return Ok((vec![frame], before));
            }
            before = after;
        }
        unreachable!("the last round returns")
    }

    /// What the rules say, or the game state or document of the room's key.
    fn room_state(
        &self,
        link: &Link,
        room: &Room,
        now: Millis,
        snapshot: &mut dyn Snapshot,
    ) -> Result<Arc<str>, Refusal> {
        let app = self.app.load();
        if app.rules.handles(Handler::RoomState) {
            let joined = self.joined(&app, link, room);
            let who = link.who(joined.as_ref());
            let context = self.context(&app, &room.tenant, &room.name, who, now);
            let state = app.rules.room_state(&context, &mut Recorded(snapshot));
            return state.map_err(|failure| self.fault(Handler::RoomState, &failure, &context));
        }
        let (kind, key) = room.name.split_once(':').unwrap_or(("", &room.name));
        if kind == "document" {
            return document_state(key, snapshot).map_err(unavailable);
        }
        if let Some(state) = snapshot.get(Space::Games, key).map_err(unavailable)? {
            return Ok(state);
        }
        match snapshot.version(key).map_err(unavailable)? {
            0 => Ok(Arc::from("null")),
            _ => document_state(key, snapshot).map_err(unavailable),
        }
    }
}

/// What the keys of a document's edits begin with, as `BuildAmp.Documents` makes them. A colon in its name can't be taken for the one
/// that ends it.
fn edits(document: &str) -> String {
    let name = document.replace('%', "%25").replace(':', "%3A");
    format!("edits:{name}:")
}

/// A document with its text, and the last edit of each page, by which one that was on its way finds out what became of it.
fn document_state(key: &str, snapshot: &mut dyn Snapshot) -> Result<Arc<str>, Unavailable> {
    let document = snapshot.document(key)?;
    let (version, content) = document.map_or_else(
        || (0, Arc::from("null")),
        |found| (found.version, found.content),
    );
    let mut state = format!(r#"{{"version":{version},"content":{content},"edits":{{"#);
    let prefix = edits(key);
    for (index, (source, number)) in snapshot.list(Space::Values, &prefix)?.iter().enumerate() {
        if index > 0 {
            state.push(',');
        }
        protocol::quote(&mut state, &source[prefix.len()..]);
        state.push(':');
        state.push_str(number);
    }
    state.push_str("}}");
    Ok(state.into())
}

//! A connection leaves a room, or altogether.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use buildamp_engine::{ConnectionId, Space, Write};
use buildamp_rules::Presence;

use super::linger::presence_key;
use super::{Node, Room, Who};
use crate::identity::Claims;
use crate::joined::Joined;
use crate::peer::Link;
use crate::protocol::{self, Code, Frame, Id, Refusal};
use crate::trace;
use crate::transaction::{Outcome, unavailable};
use crate::turn::Turn;

/// How often leaving is tried while others are faster. Unlike a message it can't be given back to its sender.
const TRIES: u32 = 8;

/// A user's connection that is no longer in a room, which nobody else knows yet.
#[derive(Clone)]
pub(super) struct Departure {
    pub(super) room: Arc<Room>,
    pub(super) user: Arc<str>,
    /// `None` where the process that had it has ended.
    pub(super) connection: Option<ConnectionId>,
    /// Of the connection, in this process.
    pub(super) number: u64,
    /// What the connection's token said.
    pub(super) claims: Option<Claims>,
    /// What the connection joined with.
    pub(super) joined: Option<Joined>,
    /// Of a connection of a node that has ended: up to which miss of deliveries that holds.
    pub(super) misses: Option<u64>,
}

impl Departure {
    /// To be asked for while the connection still has its seat.
    fn of(link: &Link, room: &Arc<Room>) -> Departure {
        Departure {
            room: room.clone(),
            user: link.user_shared(),
            connection: Some(link.id.clone()),
            number: link.number,
            claims: link.claims.clone(),
            joined: room.audience.joined(link.number),
            misses: None,
        }
    }
}

impl Node {
    /// Lets a connection leave a room, and answers once it has, where there is an id; false where it is not in it.
    pub(crate) fn leave(self: &Arc<Node>, link: &Arc<Link>, name: &str, id: Option<Id>) -> bool {
        let Some(room) = link.room(name) else {
            return false;
        };
        let answer = id.map(|id| protocol::ack(Some(&id), "null"));
        self.leave_in_turn(link, &room, answer);
        true
    }

    /// The rules let a connection leave a room: it is told so, and is not in it when it comes back.
    pub(crate) fn put_out(self: &Arc<Node>, link: &Arc<Link>, name: &str) {
        if let Some(room) = link.room(name) {
            self.leave_in_turn(link, &room, Some(protocol::left_room(name)));
        }
    }

    fn leave_in_turn(self: &Arc<Node>, link: &Arc<Link>, room: &Arc<Room>, told: Option<Frame>) {
        link.begin_move();
        let (node, link, inside) = (self.clone(), link.clone(), room.clone());
        let trace = trace::current();
        room.strand.run(self.clock.now(), move || {
            let _turn = Turn::begin();
            let _trace = trace.begin();
            link.forget(&inside);
            node.leave_now(&link, &inside);
            if let Some(told) = told {
                link.tell(&told);
            }
            link.end_move();
        });
    }

    /// The transaction of leaving, in the room's turn.
    fn leave_now(&self, link: &Arc<Link>, room: &Arc<Room>) {
        let departure = Departure::of(link, room);
        if room.audience.leave(link) {
            self.end(departure);
        }
        self.forget(room);
    }

    /// Lets others know, now or when it can be stored.
    pub(super) fn end(&self, departure: Departure) {
        match self.try_leave(&departure) {
            Ok(()) => {}
            Err(refusal) if refusal.code.may_be_retried() => self.leave_later(departure),
            Err(_) => self.commit_absence(departure),
        }
    }

    fn try_leave(&self, departure: &Departure) -> Result<(), Refusal> {
        let mut result = self.commit_leave(departure);
        for _ in 1..TRIES {
            match &result {
                Err(refusal) if refusal.code == Code::Conflict => {
                    result = self.commit_leave(departure);
                }
                _ => break,
            }
        }
        if let Err(refusal) = &result {
            self.warn_of(&departure.room.name, "leaving", refusal);
        }
        result
    }

    /// A presence that can't be removed now is removed by a later [`Node::sweep`]. Held here, the room keeps its strand.
    fn leave_later(&self, departure: Departure) {
        let mut left_behind = self
            .left_behind
            .lock()
            .expect("nobody panics while holding it");
        left_behind.push(departure);
    }

    /// Removes the presences that could not be removed before.
    pub(super) fn leave_again(self: &Arc<Node>) {
        let left_behind = {
            let mut held = self
                .left_behind
                .lock()
                .expect("nobody panics while holding it");
            std::mem::take(&mut *held)
        };
        for departure in left_behind {
            let (node, room) = (self.clone(), departure.room.clone());
            room.strand.run(self.clock.now(), move || {
                let _turn = Turn::begin();
                // Who has come again meanwhile never left.
                if !departure.room.audience.has(departure.number)
                    && node.try_leave(&departure).is_err()
                {
                    node.commit_absence(departure);
                }
            });
        }
    }

    /// Whether it is still so. Where deliveries were missed since another node was found to have ended, that was in a state which may have
    /// gone, as when a cut network heals: in the one that there is now the node may be alive.
    fn holds(&self, departure: &Departure) -> bool {
        departure
            .misses
            .is_none_or(|misses| misses == self.misses.load(Ordering::Acquire))
    }

    /// Where it is the user's last connection in the room, others hear of it. Nothing happens where it is not there.
    pub(super) fn commit_leave(&self, departure: &Departure) -> Result<(), Refusal> {
        let Departure { room, user, .. } = departure;
        let now = self.clock.now();
        let done = self.transact(&room.tenant, now, None, |snapshot| {
            if !self.holds(departure) {
                let writes = Vec::new();
                return Ok(Outcome { writes, value: () });
            }
            let here = snapshot
                .connections(&room.name, user)
                .map_err(unavailable)?;
            if let Some(connection) = &departure.connection
                && !here.contains(connection)
            {
                let writes = Vec::new();
                return Ok(Outcome { writes, value: () });
            }
            let mut writes = departure.writes();
            let key = presence_key(&room.name, user);
            let is_last = match &departure.connection {
                Some(connection) => here.len() == 1 && here[0] == *connection,
                // They may have come back, or have left while another node looked after them.
                None => {
                    here.is_empty()
                        && snapshot
                            .get(Space::Server, &key)
                            .map_err(unavailable)?
                            .is_some()
                }
            };
            if is_last {
                writes.push(Write::Delete {
                    space: Space::Server,
                    key,
                });
                let who = Who {
                    user,
                    connection: departure.connection.as_deref().unwrap_or_default(),
                    claims: departure.claims.as_ref().map(Claims::as_str),
                    joined: departure.joined.as_ref(),
                };
                self.presence(room, who, Presence::Left, now, snapshot, &mut writes)?;
            }
            Ok(Outcome { writes, value: () })
        });
        done.map(|_| ())
    }

    /// Where the rules fail, the connection is gone all the same.
    pub(super) fn commit_absence(&self, departure: Departure) {
        let Departure { room, user, .. } = &departure;
        let done = self.transact(&room.tenant, self.clock.now(), None, |snapshot| {
            if !self.holds(&departure) {
                let writes = Vec::new();
                return Ok(Outcome { writes, value: () });
            }
            let here = snapshot
                .connections(&room.name, user)
                .map_err(unavailable)?;
            let mut writes = departure.writes();
            if here
                .iter()
                .all(|here| Some(here) == departure.connection.as_ref())
            {
                writes.push(Write::Delete {
                    space: Space::Server,
                    key: presence_key(&room.name, user),
                });
            }
            Ok(Outcome { writes, value: () })
        });
        if let Err(refusal) = done {
            tracing::error!(
                room = &*room.name,
                user = &**user,
                "a presence is left behind for now: {}",
                refusal.text
            );
            self.leave_later(departure);
        }
    }

    /// The connection is gone: it leaves all its rooms, at once or after a while.
    pub(crate) fn gone(self: &Arc<Node>, link: &Arc<Link>) {
        link.go();
        let rooms = {
            let rooms = link.rooms.lock().expect("nobody panics while holding it");
            rooms.as_slice().to_vec()
        };
        for room in rooms {
            let (node, link, inside) = (self.clone(), link.clone(), room.clone());
            room.strand.run(self.clock.now(), move || {
                let _turn = Turn::begin();
                link.forget(&inside);
                node.depart(&link, &inside);
            });
        }
        self.users.remove(link, self.clock.now());
        self.directs.forget(link);
    }

    /// A connection that is gone leaves a room, in the room's turn: at once, or when it has not come back for a while.
    pub(super) fn depart(&self, link: &Arc<Link>, room: &Arc<Room>) {
        let grace = self.settings.limits.grace;
        if grace.is_zero() || !link.may_come_back() {
            return self.leave_now(link, room);
        }
        let departure = Departure::of(link, room);
        if room.audience.leave(link) {
            self.linger(departure, grace);
        }
        self.forget(room);
    }
}

impl Departure {
    fn writes(&self) -> Vec<Write> {
        let connection = self.connection.as_ref();
        let write = connection.map(|connection| absence(&self.room, &self.user, connection));
        write.into_iter().collect()
    }
}

pub(super) fn absence(room: &Room, user: &Arc<str>, connection: &ConnectionId) -> Write {
    Write::Leave {
        room: room.name.clone(),
        user: user.clone(),
        connection: connection.clone(),
    }
}

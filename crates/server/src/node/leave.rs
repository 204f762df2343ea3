//! A connection leaves a room, or altogether.

use std::sync::Arc;

use buildamp_engine::Write;
use buildamp_rules::Presence;

use super::{Node, Room};
use crate::peer::Link;
use crate::protocol::{self, Code, Id, Refusal};
use crate::transaction::{Outcome, unavailable};
use crate::turn::Turn;

/// How often leaving is tried while others are faster. Unlike a message it can't be given back to its sender.
const TRIES: u32 = 8;

impl Node {
    /// Lets a connection leave a room, and answers once it has, where there is an id; false where it is not in it.
    pub(crate) fn leave(self: &Arc<Node>, link: &Arc<Link>, name: &str, id: Option<Id>) -> bool {
        let found = {
            let rooms = link.rooms.lock().expect("nobody panics while holding it");
            rooms.iter().find(|room| *room.name == *name).cloned()
        };
        let Some(room) = found else {
            return false;
        };
        self.leave_in_turn(link, &room, id);
        true
    }

    fn leave_in_turn(self: &Arc<Node>, link: &Arc<Link>, room: &Arc<Room>, id: Option<Id>) {
        link.begin_move();
        let (node, link, inside) = (self.clone(), link.clone(), room.clone());
        room.strand.run(self.clock.now(), move || {
            let _turn = Turn::begin();
            link.forget(&inside);
            node.leave_now(&link, &inside);
            if id.is_some() {
                link.tell(&protocol::ack(id.as_ref(), "null"));
            }
            link.end_move();
        });
    }

    /// The transaction of leaving, in the room's turn.
    pub(super) fn leave_now(&self, link: &Arc<Link>, room: &Arc<Room>) {
        if !room.audience.leave(link) {
            return;
        }
        match self.try_leave(link, room) {
            Ok(()) => {}
            // Others hear of it once it can be stored.
            Err(refusal) if refusal.code.may_be_retried() => self.leave_later(link, room),
            Err(_) => self.commit_absence(link, room),
        }
        self.forget(room);
    }

    fn try_leave(&self, link: &Arc<Link>, room: &Arc<Room>) -> Result<(), Refusal> {
        let mut result = self.commit_leave(link, room);
        for _ in 1..TRIES {
            match &result {
                Err(refusal) if refusal.code == Code::Conflict => {
                    result = self.commit_leave(link, room);
                }
                _ => break,
            }
        }
        if let Err(refusal) = &result {
            let (room, user) = (&*room.name, link.user_name());
            tracing::warn!(room, user, "leaving: {}", refusal.text);
        }
        result
    }

    /// A presence that can't be removed now is removed by a later [`Node::sweep`]. Held here, the room keeps its strand.
    fn leave_later(&self, link: &Arc<Link>, room: &Arc<Room>) {
        let mut left_behind = self
            .left_behind
            .lock()
            .expect("nobody panics while holding it");
        left_behind.push((link.clone(), room.clone()));
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
        for (link, room) in left_behind {
            let (node, inside) = (self.clone(), room.clone());
            room.strand.run(self.clock.now(), move || {
                let _turn = Turn::begin();
                // Who has come again meanwhile never left.
                if !inside.audience.has(&link) && node.try_leave(&link, &inside).is_err() {
                    node.commit_absence(&link, &inside);
                }
            });
        }
    }

    fn commit_leave(&self, link: &Link, room: &Room) -> Result<(), Refusal> {
        let now = self.clock.now();
        let user = link.user_name();
        let done = self.transact(&room.tenant, now, None, |snapshot| {
            let here = snapshot
                .connections(&room.name, user)
                .map_err(unavailable)?;
            let mut writes = vec![absence(link, room)];
            if here.len() == 1 && here[0] == link.id {
                self.presence(room, link, Presence::Left, now, snapshot, &mut writes)?;
            }
            Ok(Outcome { writes, value: () })
        });
        done.map(|_| ())
    }

    /// Where the rules fail, the connection is gone all the same.
    fn commit_absence(&self, link: &Arc<Link>, room: &Arc<Room>) {
        let now = self.clock.now();
        let done = self.transact(&room.tenant, now, None, |_| {
            let writes = vec![absence(link, room)];
            Ok(Outcome { writes, value: () })
        });
        if let Err(refusal) = done {
            let (room_name, user) = (&*room.name, link.user_name());
            tracing::error!(
                room = room_name,
                user,
                "a presence is left behind for now: {}",
                refusal.text
            );
            self.leave_later(link, room);
        }
    }

    /// The connection is gone: it leaves all its rooms.
    pub(crate) fn gone(self: &Arc<Node>, link: &Arc<Link>) {
        link.go();
        let rooms = {
            let rooms = link.rooms.lock().expect("nobody panics while holding it");
            rooms.clone()
        };
        for room in &rooms {
            self.leave_in_turn(link, room, None);
        }
        self.users.remove(link, self.clock.now());
    }
}

fn absence(link: &Link, room: &Room) -> Write {
    Write::Leave {
        room: room.name.to_string(),
        user: link.user_name().to_owned(),
        connection: link.id.clone(),
    }
}

//! What several nodes owe each other: the members of one that has ended leave, and one that was taken for dead comes back.

use std::sync::Arc;
use std::sync::atomic::Ordering;

use buildamp_engine::Write;

use super::leave::Departure;
use super::{Node, Room};
use crate::peer::Link;
use crate::protocol::{Code, Refusal};
use crate::transaction::{Outcome, unavailable};
use crate::turn::Turn;

/// How many members of nodes that have ended are seen off in one sweep.
const MOST: usize = 1000;

impl Node {
    /// Lets the members of nodes leave that have ended without a word. Others may do the same: whoever comes second finds nobody.
    pub(super) fn leave_for_others(self: &Arc<Node>) {
        let misses = self.misses.load(Ordering::Acquire);
        let abandoned = match self.engine.abandoned(MOST) {
            Ok(abandoned) => abandoned,
            Err(error) => {
                return tracing::warn!(%error, "it can't be told whether other nodes have ended");
            }
        };
        for member in abandoned {
            let room = self.room(&member.tenant, &member.room);
            let (node, inside) = (self.clone(), room.clone());
            room.strand.run(self.clock.now(), move || {
                let _turn = Turn::begin();
                let departure = Departure {
                    room: inside.clone(),
                    user: member.user,
                    connection: Some(member.connection),
                    number: 0,
                    claims: None,
                    joined: None,
                    misses: Some(misses),
                };
                if let Err(refusal) = node.commit_leave(&departure) {
                    // Where the rules fail, the connection is gone all the same; anything else is tried again.
                    node.warn_of(&inside.name, "leaving", &refusal);
                    if !refusal.code.may_be_retried() {
                        node.commit_absence(departure);
                    }
                }
                node.forget(&inside);
            });
        }
    }

    /// Deliveries were missed, maybe for the state is another one. Until its members are told their room's state anew, none hears what is
    /// delivered next: it may come after something that they never heard of, under a number that looks like the next one.
    pub(super) fn begin_anew(&self) {
        self.misses.fetch_add(1, Ordering::AcqRel);
        for room in self.all_rooms() {
            room.audience.close();
        }
    }

    /// Tells every member of every room the room's state anew, for deliveries were missed.
    pub(super) fn tell_again(self: &Arc<Node>) {
        for room in self.all_rooms() {
            let (node, inside) = (self.clone(), room.clone());
            room.strand.run(self.clock.now(), move || {
                let _turn = Turn::begin();
                for link in inside.audience.links() {
                    node.tell_anew(&link, &inside);
                }
            });
        }
    }

    /// Those whom the state could not be told, for the store was away again.
    pub(super) fn tell_untold(self: &Arc<Node>) {
        let untold = {
            let mut held = self.untold.lock().expect("nobody panics while holding it");
            std::mem::take(&mut *held)
        };
        for (room, link) in untold {
            let (node, inside) = (self.clone(), room.clone());
            room.strand.run(self.clock.now(), move || {
                let _turn = Turn::begin();
                // Who has left meanwhile has nothing to hear, and who has joined once more hears it.
                if inside.audience.waits(link.number) {
                    node.tell_anew(&link, &inside);
                }
            });
        }
    }

    /// In the room's turn. Until the state is told, what is broadcast waits at the member's seat.
    fn tell_anew(self: &Arc<Node>, link: &Arc<Link>, room: &Arc<Room>) {
        room.audience.take(link, None);
        let Err(refusal) = self.tell_state(link, room, None, None) else {
            return;
        };
        if !refusal.code.may_be_retried() {
            self.refuse(link, &refusal, None, Some(&room.name));
        }
        self.without_state(link, room, &refusal);
    }

    /// A member's state can't be told, so that it hears nothing: it is told later where that may do, or has to come in again.
    pub(super) fn without_state(
        self: &Arc<Node>,
        link: &Arc<Link>,
        room: &Arc<Room>,
        refusal: &Refusal,
    ) {
        if refusal.code.may_be_retried() {
            let mut held = self.untold.lock().expect("nobody panics while holding it");
            held.push((room.clone(), link.clone()));
        } else {
            self.put_out(link, &room.name);
        }
    }

    /// Lets every member of every room enter again, for this node was taken for dead.
    pub(super) fn enter_again(self: &Arc<Node>) {
        let rooms = self.all_rooms();
        self.forgotten
            .lock()
            .expect("nobody panics while holding it")
            .extend(rooms);
        self.enter_forgotten();
    }

    /// The members of rooms that still have to enter again.
    pub(super) fn enter_forgotten(self: &Arc<Node>) {
        let rooms = {
            let mut held = self
                .forgotten
                .lock()
                .expect("nobody panics while holding it");
            std::mem::take(&mut *held)
        };
        for room in rooms {
            let (node, inside) = (self.clone(), room.clone());
            room.strand.run(self.clock.now(), move || {
                let _turn = Turn::begin();
                let mut links = inside.audience.links().into_iter();
                let failed = links.find_map(|link| node.commit_return(&link, &inside).err());
                if let Some(refusal) = failed {
                    node.warn_of(&inside.name, "entering again", &refusal);
                    let mut held = node
                        .forgotten
                        .lock()
                        .expect("nobody panics while holding it");
                    held.push(inside.clone());
                }
            });
        }
    }

    /// A member that is there still, or again. It was let in once: access is not asked for again.
    fn commit_return(&self, link: &Arc<Link>, room: &Room) -> Result<(), Refusal> {
        let now = self.clock.now();
        let user = link.user_name();
        let done = self.transact(&room.tenant, now, None, |snapshot| {
            let here = snapshot
                .connections(&room.name, user)
                .map_err(unavailable)?;
            let mut writes = Vec::new();
            if !here.contains(&link.id) {
                writes.push(Write::Enter {
                    room: room.name.clone(),
                    user: link.user_shared(),
                    connection: link.id.clone(),
                });
                if here.is_empty() {
                    self.arrive(link, room, now, snapshot, &mut writes)?;
                }
            }
            Ok(Outcome { writes, value: () })
        });
        match done {
            Err(refusal) if refusal.code != Code::Unavailable && refusal.code != Code::Conflict => {
                // Rules that fail for one don't keep the others out.
                self.warn_of(&room.name, "entering again", &refusal);
                Ok(())
            }
            done => done.map(|_| ()),
        }
    }

    fn all_rooms(&self) -> Vec<Arc<Room>> {
        self.rooms.iter().map(|room| room.clone()).collect()
    }
}

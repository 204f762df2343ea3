//! Who is in which room.
//!
//! The list has the rooms that somebody of this node is in; one room is shown with the members of all nodes.

use std::cmp::Reverse;
use std::collections::BinaryHeap;
use std::sync::Arc;

use buildamp_engine::{Broadcast, History, Position, Space, Tenant, Unavailable, Weight};
use serde::{Deserialize, Serialize};

use super::{DocumentShown, Shown, WHOLE};
use crate::Node;
use crate::node::Room;

/// The most rooms that are listed, and that are looked through for the largest.
const LISTED: usize = 200;
const LOOKED: usize = 200_000;

/// The most members of a room that are named, broadcasts that are told, and the bytes of one that are shown.
const MEMBERS: usize = 200;
const TOLD: u64 = 30;
const MESSAGE: usize = 4 << 10;

/// Rooms, the largest first.
#[derive(Debug, Serialize)]
pub struct Rooms {
    rooms: Vec<RoomRow>,
    /// How many there are on this node.
    found: usize,
    /// Whether there are so many that not all were looked at.
    is_part: bool,
}

#[derive(Debug, Serialize)]
struct RoomRow {
    room: String,
    /// Of this node.
    connections: usize,
    /// The number of its last broadcast, where the engine tells it.
    #[serde(skip_serializing_if = "Option::is_none")]
    seq: Option<u64>,
    /// Ticks a second.
    #[serde(skip_serializing_if = "Option::is_none")]
    ticks: Option<u32>,
}

/// A room.
#[derive(Debug, Serialize)]
pub struct RoomView {
    room: String,
    epoch: String,
    seq: u64,
    /// Of this node.
    connections: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    ticks: Option<u32>,
    member_count: usize,
    /// The first of them by their names.
    members: Vec<Member>,
    /// The last broadcasts, oldest first.
    history: Vec<Said>,
    /// The game state and the document of the room's name, where they are.
    #[serde(skip_serializing_if = "Option::is_none")]
    game: Option<Shown>,
    #[serde(skip_serializing_if = "Option::is_none")]
    document: Option<DocumentShown>,
}

#[derive(Debug, Serialize)]
struct Member {
    user: String,
    connections: Vec<String>,
}

/// A broadcast.
#[derive(Debug, Serialize)]
struct Said {
    seq: u64,
    /// Milliseconds since 1970.
    at: u64,
    #[serde(rename = "type", skip_serializing_if = "Option::is_none")]
    kind: Option<String>,
    message: Shown,
    is_volatile: bool,
    /// How many users did not get it.
    excluded: usize,
}

#[derive(Deserialize)]
struct Typed<'a> {
    #[serde(borrow, rename = "type")]
    kind: std::borrow::Cow<'a, str>,
}

/// A room of this node: how many are in it, its name, its ticks.
type Seen = (usize, Reverse<String>, Option<u32>);

impl Node {
    /// The largest rooms of this node whose names have a prefix, at most so many.
    pub fn rooms_shown(&self, tenant: &Tenant, prefix: &str, most: usize) -> Rooms {
        let most = most.clamp(1, LISTED);
        let mut largest: BinaryHeap<Reverse<Seen>> = BinaryHeap::with_capacity(most + 1);
        let mut found = 0;
        // Rooms are looked at while nobody waits for the table.
        let all = self.rooms.iter().take(LOOKED);
        let meant = all.filter(|room| room.tenant == *tenant && room.name.starts_with(prefix));
        let meant: Vec<Arc<Room>> = meant.map(|room| room.clone()).collect();
        for room in meant {
            let size = room.size();
            if size == 0 {
                continue;
            }
            found += 1;
            if largest.len() == most && largest.peek().is_some_and(|least| least.0.0 >= size) {
                continue;
            }
            let name = Reverse((*room.name).to_owned());
            largest.push(Reverse((size, name, room.ticks())));
            if largest.len() > most {
                largest.pop();
            }
        }
        let sorted = largest.into_sorted_vec().into_iter();
        let mut answers = true;
        let rooms = sorted.map(|Reverse((connections, Reverse(room), ticks))| {
            // Where the engine can't be reached it is not asked for each.
            let position = answers
                .then(|| self.engine.position(tenant, &room).ok())
                .flatten();
            answers = position.is_some();
            RoomRow {
                seq: position.map(|position| position.seq),
                room,
                connections,
                ticks,
            }
        });
        Rooms {
            rooms: rooms.collect(),
            found,
            is_part: self.rooms.len() > LOOKED,
        }
    }

    /// A room, whether or not anybody of this node is in it.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    pub fn room_shown(&self, tenant: &Tenant, name: &str) -> Result<RoomView, Unavailable> {
        let here = self.rooms.get(&(tenant.clone(), name.into()));
        let here = here.map(|room| room.clone());
        let position = self.engine.position(tenant, name)?;
        let mut look = self.look(tenant)?;
        let users = look.stored.members(name)?;
        let mut members = Vec::new();
        for user in users.iter().take(MEMBERS) {
            let connections = look.stored.connections(name, user)?;
            members.push(Member {
                user: (**user).to_owned(),
                connections: connections.iter().map(|id| (**id).to_owned()).collect(),
            });
        }
        let game = look.stored.get(Space::Games, name)?;
        Ok(RoomView {
            room: name.to_owned(),
            epoch: format!("{:x}", position.epoch),
            seq: position.seq,
            connections: here.as_ref().map_or(0, |room| room.size()),
            ticks: here.as_ref().and_then(|room| room.ticks()),
            member_count: users.len(),
            members,
            game: game.map(|game| Shown::new(&game, WHOLE)),
            document: look.document(name)?,
            history: self.last_said(tenant, name, position)?,
        })
    }

    /// The last broadcasts, as many as are known: an engine tells all after a number or nothing.
    fn last_said(
        &self,
        tenant: &Tenant,
        room: &str,
        position: Position,
    ) -> Result<Vec<Said>, Unavailable> {
        let now = self.clock.now();
        let mut count = TOLD.min(position.seq);
        while count > 0 {
            let since = Position {
                seq: position.seq - count,
                ..position
            };
            if let History::Whole(found) = self.engine.history(tenant, room, since, now)? {
                return Ok(found.iter().map(said).collect());
            }
            count /= 2;
        }
        Ok(Vec::new())
    }
}

fn said(broadcast: &Broadcast) -> Said {
    let typed = serde_json::from_str::<Typed<'_>>(&broadcast.message);
    Said {
        seq: broadcast.position.seq,
        at: broadcast.at.0,
        kind: typed.ok().map(|typed| typed.kind.into_owned()),
        message: Shown::new(&broadcast.message, MESSAGE),
        is_volatile: matches!(broadcast.weight, Weight::Volatile(_)),
        excluded: broadcast.exclude.len(),
    }
}

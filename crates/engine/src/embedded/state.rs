//! What an embedded engine has in memory.
//!
//! Changed only by the thread that commits, while it holds the writer; read by all.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use super::Remember;
use super::cells::{Chores, NEVER, Table, Version};
use super::jobs::Jobs;
use super::rooms::{Kept, Room};
use crate::{Broadcast, Millis, Position, Reads, Space, Tenant};

/// Which of a tenant's tables a cell is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Area {
    Values,
    Games,
    Server,
    /// A document's version and content.
    Documents,
    /// A document's operations, each by [`operation_key`].
    Operations,
    /// Connections in rooms, each by [`super::presence::member_key`].
    Members,
    /// When a room's members changed last.
    Changes,
    /// The users who are in any room.
    Online,
}

impl Area {
    const COUNT: usize = Area::Online as usize + 1;

    fn is_listed(self) -> bool {
        matches!(
            self,
            Self::Values | Self::Games | Self::Server | Self::Members
        )
    }
}

impl From<Space> for Area {
    fn from(space: Space) -> Self {
        match space {
            Space::Values => Self::Values,
            Space::Games => Self::Games,
            Space::Server => Self::Server,
        }
    }
}

/// Where an operation is kept. The version has the same length in all, so that no two documents share a key.
pub(crate) fn operation_key(document: &str, version: u64) -> Arc<str> {
    format!("{document}\0{version:020}").into()
}

/// A cell's place among all tenants.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    pub(crate) estate: usize,
    pub(crate) area: Area,
    pub(crate) key: Arc<str>,
}

/// What one tenant has.
#[derive(Debug)]
pub(crate) struct Estate {
    tables: [Table; Area::COUNT],
    pub(crate) rooms: HashMap<Arc<str>, Room>,
    /// In how many rooms each user is, once for each connection.
    pub(crate) presence: HashMap<Arc<str>, usize>,
}

impl Estate {
    fn new() -> Self {
        let mut tables: [Table; Area::COUNT] = Default::default();
        for area in [Area::Values, Area::Games, Area::Server, Area::Members] {
            debug_assert!(area.is_listed());
            tables[area as usize] = Table::ordered();
        }
        Self {
            tables,
            rooms: HashMap::new(),
            presence: HashMap::new(),
        }
    }

    pub(crate) fn table(&self, area: Area) -> &Table {
        &self.tables[area as usize]
    }
}

/// How far cells have gone from memory of which a reader may have known: whoever read before that can't be told whether
/// a cell that is not there has changed.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Gone {
    commit: u64,
    time: Millis,
}

impl Gone {
    /// Whether what was read could have been among it.
    pub(crate) fn hides(self, reads: &Reads, now: Millis) -> bool {
        reads.at < self.commit || reads.now < self.time.min(now)
    }
}

/// All that is in memory.
#[derive(Debug)]
pub(crate) struct State {
    /// The last commit.
    pub(crate) commit: u64,
    pub(crate) jobs: Jobs,
    pub(crate) gone: Gone,
    pub(crate) recent: Recent,
    tenants: HashMap<Tenant, usize>,
    estates: Vec<Estate>,
    untidy: VecDeque<Spot>,
    expiring: BinaryHeap<Reverse<(Millis, Spot)>>,
    /// The rooms that remember anything.
    remembering: VecDeque<(usize, Arc<str>)>,
    epochs: RandomState,
}

impl State {
    pub(crate) fn new(commit: u64) -> Self {
        Self {
            commit,
            jobs: Jobs::default(),
            gone: Gone::default(),
            recent: Recent::default(),
            tenants: HashMap::new(),
            estates: Vec::new(),
            untidy: VecDeque::new(),
            expiring: BinaryHeap::new(),
            remembering: VecDeque::new(),
            // The standard library's source of randomness: what it gives can't be foretold, and differs at each start.
            epochs: RandomState::new(),
        }
    }

    /// A tenant's number, where it has anything in memory.
    pub(crate) fn find(&self, tenant: &Tenant) -> Option<usize> {
        self.tenants.get(tenant).copied()
    }

    /// A tenant's number.
    pub(crate) fn settle(&mut self, tenant: &Tenant) -> usize {
        if let Some(found) = self.find(tenant) {
            return found;
        }
        self.estates.push(Estate::new());
        self.tenants.insert(tenant.clone(), self.estates.len() - 1);
        self.estates.len() - 1
    }

    pub(crate) fn estate(&self, number: usize) -> &Estate {
        &self.estates[number]
    }

    pub(crate) fn estate_mut(&mut self, number: usize) -> &mut Estate {
        &mut self.estates[number]
    }

    /// Where a room stands that has never broadcast: every time the same, until the process ends.
    pub(crate) fn start(&self, tenant: &Tenant, room: &str) -> Position {
        // JavaScript's numbers are exact below 2^53.
        let epoch = self.epochs.hash_one((tenant, room)) >> 11;
        Position { epoch, seq: 0 }
    }

    pub(crate) fn position(&self, tenant: &Tenant, room: &str) -> Position {
        let estate = self.find(tenant).map(|number| self.estate(number));
        match estate.and_then(|estate| estate.rooms.get(room)) {
            Some(room) => room.position,
            None => self.start(tenant, room),
        }
    }

    /// Writes a cell, as part of the commit that `version` names.
    pub(crate) fn put(&mut self, spot: Spot, version: Version, oldest: u64) {
        let (at, until) = (version.at, version.until);
        let table = &mut self.estates[spot.estate].tables[spot.area as usize];
        let Chores { tidy, expire } = table.put(&spot.key, version, oldest);
        if tidy {
            self.untidy.push_back(spot.clone());
        }
        if expire {
            self.expiring.push(Reverse((until, spot.clone())));
        }
        if spot.area.is_listed() && spot.area != Area::Members {
            self.recent.push(at, spot);
        }
    }

    /// Lets go of so many cells that nobody reads any longer.
    pub(crate) fn tidy(&mut self, oldest: u64, settled: u64, cells: usize) {
        for _ in 0..cells {
            let Some(spot) = self.untidy.pop_front() else {
                return;
            };
            let table = &mut self.estates[spot.estate].tables[spot.area as usize];
            match table.tidy(&spot.key, oldest, settled) {
                Ok(Some(at)) => self.gone.commit = self.gone.commit.max(at),
                Ok(None) => {}
                Err(()) => self.untidy.push_back(spot),
            }
        }
    }

    /// Takes a broadcast into its room.
    pub(crate) fn number(&mut self, estate: usize, broadcast: Broadcast, remember: Remember) {
        let position = broadcast.position;
        let rooms = &mut self.estates[estate].rooms;
        let name = broadcast.room.clone();
        let room = rooms.entry(name).or_insert_with(|| Room::new(position));
        if room.remembers_first() {
            self.remembering.push_back((estate, broadcast.room.clone()));
        }
        room.push(Kept::Known(broadcast), position, remember);
    }

    /// Lets so many rooms forget what is too old, those that had their turn longest ago.
    pub(crate) fn trim(&mut self, now: Millis, remember: Remember, rooms: usize) {
        for _ in 0..rooms {
            let Some((estate, name)) = self.remembering.pop_front() else {
                return;
            };
            let room = self.estates[estate].rooms.get_mut(&name);
            if room.is_some_and(|room| room.trim(now, remember)) {
                self.remembering.push_back((estate, name));
            }
        }
    }

    /// How many cells there are to tidy, and how many rooms to trim.
    pub(crate) fn chores(&self) -> (usize, usize) {
        (self.untidy.len(), self.remembering.len())
    }

    /// Lets go of up to so many cells that expired before `now`. Whether there are more of them.
    pub(crate) fn expire(&mut self, now: Millis, most: usize) -> bool {
        for _ in 0..most {
            let Some(Reverse((until, _))) = self.expiring.peek() else {
                return false;
            };
            if *until > now {
                return false;
            }
            let Some(Reverse((_, spot))) = self.expiring.pop() else {
                return false;
            };
            let table = &mut self.estates[spot.estate].tables[spot.area as usize];
            match table.expire(&spot.key, now) {
                Ok(Some(until)) => self.gone.time = self.gone.time.max(until),
                Ok(None) => {}
                Err(later) => self.expiring.push(Reverse((later, spot))),
            }
        }
        true
    }
}

/// The last writes to tables that are listed: what a read of a prefix is checked against.
#[derive(Debug, Default)]
pub(crate) struct Recent {
    writes: VecDeque<(u64, Spot)>,
    /// The last commit of which some are no longer here.
    before: u64,
}

impl Recent {
    const MOST: usize = 4096;

    fn push(&mut self, at: u64, spot: Spot) {
        if self.writes.len() == Self::MOST
            && let Some((at, _)) = self.writes.pop_front()
        {
            self.before = at;
        }
        self.writes.push_back((at, spot));
    }

    /// The writes after a commit, where all of them are still here.
    pub(crate) fn after(&self, at: u64) -> Option<impl Iterator<Item = &Spot>> {
        let later = self.writes.iter().rev().take_while(move |w| w.0 > at);
        (at >= self.before).then(|| later.map(|(_, spot)| spot))
    }
}

/// A version that was removed.
pub(crate) fn removed(at: u64) -> Version {
    Version {
        at,
        until: NEVER,
        number: 0,
        value: None,
    }
}

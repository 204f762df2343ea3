//! What an embedded engine has in memory.
//!
//! Changed only by the thread that commits, while it holds the writer; read by all.

use std::cmp::Reverse;
use std::collections::{BinaryHeap, HashMap, VecDeque};
use std::hash::{BuildHasher, RandomState};
use std::sync::Arc;

use super::Remember;
use super::cells::{Evicted, Table, Version, weight};
use super::jobs::Jobs;
use super::presence::Presence;
use super::rooms::Room;
use super::traces::{Gone, Recent};
use crate::{Broadcast, Millis, Position, Space, Tenant, Write};

/// Which of a tenant's tables a cell is in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Area {
    Values,
    Games,
    Server,
    /// A document's version, with what [`super::documents::Head`] says.
    Documents,
    /// A document's operations, each by [`super::documents::operation_key`].
    Operations,
    /// A document's content, with the version that it is of.
    Contents,
}

impl Area {
    const COUNT: usize = Area::Contents as usize + 1;

    /// Whether rules list it, so that what was written there lately is remembered. Its keys are kept in order, as those of documents are, which
    /// people look through. What the server keeps for itself is not: there is some of it for each connection, and hardly anything asks for all of it.
    pub(crate) fn is_listed(self) -> bool {
        matches!(self, Self::Values | Self::Games)
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

/// A cell's place among all tenants.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Spot {
    estate: u32,
    pub(crate) area: Area,
    pub(crate) key: Arc<str>,
}

impl Spot {
    pub(crate) fn new(estate: usize, area: Area, key: Arc<str>) -> Self {
        // A tenant takes far more than a byte, so that there are never so many.
        let estate = u32::try_from(estate).unwrap_or(u32::MAX);
        Self { estate, area, key }
    }

    pub(crate) fn estate(&self) -> usize {
        self.estate as usize
    }
}

/// What one tenant has.
#[derive(Debug)]
pub(crate) struct Estate {
    tables: [Table; Area::COUNT],
    pub(crate) rooms: HashMap<Arc<str>, Room>,
    pub(crate) presence: Presence,
}

impl Estate {
    fn new() -> Self {
        let mut tables: [Table; Area::COUNT] = Default::default();
        for area in [Area::Values, Area::Games, Area::Documents] {
            tables[area as usize] = Table::ordered();
        }
        Self {
            tables,
            rooms: HashMap::new(),
            presence: Presence::default(),
        }
    }

    pub(crate) fn table(&self, area: Area) -> &Table {
        &self.tables[area as usize]
    }
}

/// What a sweep has to look at.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Chores {
    /// Cells to tidy.
    pub(crate) cells: usize,
    /// Rooms and users to tidy, of the tenant that has most.
    pub(crate) presence: usize,
    /// Rooms to trim.
    pub(crate) rooms: usize,
    /// Places of cells that could go.
    pub(crate) resident: usize,
}

/// The place of a cell: whether that may go from memory is looked at next.
#[derive(Debug, Default)]
struct Hand {
    estate: usize,
    area: usize,
    place: usize,
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
    /// Which of the cells that the store can have, too, is the next to go; how many there are, and about what they take.
    hand: Hand,
    weight: isize,
    cells: usize,
    /// Whether there is a store.
    stored: bool,
    epochs: RandomState,
}

impl State {
    pub(crate) fn new(commit: u64, stored: bool) -> Self {
        Self {
            commit,
            jobs: Jobs::default(),
            gone: Gone {
                commit,
                ..Gone::default()
            },
            recent: Recent::default(),
            tenants: HashMap::new(),
            estates: Vec::new(),
            untidy: VecDeque::new(),
            expiring: BinaryHeap::new(),
            remembering: VecDeque::new(),
            hand: Hand::default(),
            weight: 0,
            cells: 0,
            stored,
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
        let known = self.known_position(tenant, room);
        known.unwrap_or_else(|| self.start(tenant, room))
    }

    /// Where a room stands that is in memory.
    pub(crate) fn known_position(&self, tenant: &Tenant, room: &str) -> Option<Position> {
        let estate = self.estate(self.find(tenant)?);
        Some(estate.rooms.get(room)?.position)
    }

    /// A room's name and where it stands.
    pub(crate) fn room(&self, estate: usize, tenant: &Tenant, room: &str) -> (Arc<str>, Position) {
        match self.estate(estate).rooms.get_key_value(room) {
            Some((name, room)) => (name.clone(), room.position),
            None => (room.into(), self.start(tenant, room)),
        }
    }

    /// Whether memory has what writes build on.
    pub(crate) fn has(&self, estate: usize, writes: &[Write]) -> bool {
        let estate = self.estate(estate);
        writes.iter().all(|write| match write {
            Write::Operation { document, .. }
            | Write::Content { document, .. }
            | Write::DeleteDocument { document } => {
                estate.table(Area::Documents).newest(document).is_some()
            }
            Write::Broadcast { room, .. } => estate.rooms.contains_key(&**room),
            _ => true,
        })
    }

    /// Writes a cell, as part of the commit that `version` names.
    pub(crate) fn put(&mut self, spot: Spot, version: Version, oldest: u64) {
        let at = version.at;
        self.place(&spot, version, oldest);
        if spot.area.is_listed() {
            self.recent.push(at, spot);
        }
    }

    /// Takes a cell up from the store, unless it is there already.
    pub(crate) fn load(&mut self, spot: Spot, version: Version) {
        if self.estates[spot.estate()]
            .table(spot.area)
            .newest(&spot.key)
            .is_some()
        {
            return;
        }
        // It may have changed up to this commit, for all that is known.
        let at = self.gone.commit;
        self.place(&spot, Version { at, ..version }, u64::MAX);
    }

    fn place(&mut self, spot: &Spot, version: Version, oldest: u64) {
        let until = version.until;
        let table = &mut self.estates[spot.estate()].tables[spot.area as usize];
        let chores = table.put(&spot.key, version, oldest);
        if chores.tidy {
            self.untidy.push_back(spot.clone());
        }
        if chores.expire {
            if self.expiring.len() == self.expiring.capacity() {
                self.expiring.reserve_exact(self.expiring.len() / 4 + 4);
            }
            self.expiring.push(Reverse((until, spot.clone())));
        }
        if self.stored {
            self.weight += chores.grew;
            self.cells += usize::from(chores.new);
        }
    }

    /// A cell has gone from memory.
    fn left(&mut self, key: &str, version: &Version) {
        if self.stored {
            self.cells -= 1;
            self.weight -= weight(key, version);
        }
    }

    /// Looks at so many places of cells, and lets those go that the store has, while there is more in memory than there may be.
    pub(crate) fn evict(&mut self, memory: usize, folded: u64, places: usize) {
        for _ in 0..places {
            if usize::try_from(self.weight).is_ok_and(|weight| weight <= memory) {
                return;
            }
            let Hand {
                estate,
                area,
                place,
            } = self.hand;
            let Some(found) = self.estates.get_mut(estate) else {
                return;
            };
            match found.tables[area].evict(place, folded) {
                Evicted::Gone(key, version) => {
                    self.gone.commit = self.gone.commit.max(version.at);
                    self.gone.times += 1;
                    self.left(&key, &version);
                }
                Evicted::Stays => self.hand.place += 1,
                Evicted::End => self.next_table(),
            }
        }
    }

    /// Goes on with the next table, after the last one with the first.
    fn next_table(&mut self) {
        self.hand.place = 0;
        self.hand.area = (self.hand.area + 1) % Area::COUNT;
        if self.hand.area == 0 {
            self.hand.estate = (self.hand.estate + 1) % self.estates.len();
        }
    }

    /// Lets go of so many cells that nobody reads any longer, and which were removed by the commit `swept` at the latest.
    /// The store must know of it, where it knows of such cells: it does up to the commit `folded`.
    pub(crate) fn tidy(&mut self, oldest: u64, swept: u64, folded: u64, cells: usize) {
        for _ in 0..cells {
            let Some(spot) = self.untidy.pop_front() else {
                return;
            };
            let table = &mut self.estates[spot.estate()].tables[spot.area as usize];
            match table.tidy(&spot.key, oldest, swept.min(folded)) {
                Ok(Some(version)) => {
                    self.gone.commit = self.gone.commit.max(version.at);
                    self.left(&spot.key, &version);
                }
                Ok(None) => {}
                Err(()) => self.untidy.push_back(spot),
            }
        }
    }

    /// The same for so many rooms and users: who is where is nowhere but in memory.
    pub(crate) fn tidy_presence(&mut self, oldest: u64, swept: u64, most: usize) {
        for estate in &mut self.estates {
            let gone = estate.presence.tidy(oldest, swept, most);
            self.gone.commit = self.gone.commit.max(gone.unwrap_or_default());
        }
    }

    /// Takes a broadcast into its room.
    pub(crate) fn number(
        &mut self,
        estate: usize,
        commit: u64,
        broadcast: &Broadcast,
        remember: Remember,
    ) {
        let position = broadcast.position;
        let rooms = &mut self.estates[estate].rooms;
        let name = broadcast.room.clone();
        let room = rooms.entry(name).or_insert_with(|| Room::new(position));
        room.commit = commit;
        if !std::mem::replace(&mut room.listed, true) {
            self.remembering.push_back((estate, broadcast.room.clone()));
        }
        room.push(broadcast, remember);
    }

    /// Takes a room up from the store.
    pub(crate) fn install(&mut self, estate: usize, name: Arc<str>, mut room: Room) {
        room.listed = true;
        self.remembering.push_back((estate, name.clone()));
        self.estates[estate].rooms.insert(name, room);
    }

    /// Lets so many rooms forget what is too old, those that had their turn longest ago. A room that remembers nothing
    /// goes, where the store has commits up to `folded`.
    pub(crate) fn trim(
        &mut self,
        now: Millis,
        remember: Remember,
        folded: Option<u64>,
        rooms: usize,
    ) {
        for _ in 0..rooms {
            let Some((estate, name)) = self.remembering.pop_front() else {
                return;
            };
            let rooms = &mut self.estates[estate].rooms;
            let Some(room) = rooms.get_mut(&name) else {
                continue;
            };
            if room.trim(now, remember) || folded.is_some_and(|folded| room.commit > folded) {
                self.remembering.push_back((estate, name));
            } else if folded.is_some() {
                rooms.remove(&name);
            } else {
                room.listed = false;
            }
        }
    }

    /// Roughly what the histories of all rooms take in memory.
    pub(crate) fn history_bytes(&self) -> usize {
        let rooms = self.estates.iter().flat_map(|estate| estate.rooms.values());
        rooms.map(Room::bytes).sum()
    }

    /// How much there is to do.
    pub(crate) fn chores(&self) -> Chores {
        let presence = self.estates.iter().map(|estate| estate.presence.chores());
        Chores {
            cells: self.untidy.len(),
            presence: presence.max().unwrap_or_default(),
            rooms: self.remembering.len(),
            resident: self.cells + self.estates.len() * Area::COUNT,
        }
    }

    /// Lets go of up to so many cells that expired before `now`. Whether there are more of them.
    pub(crate) fn expire(&mut self, now: Millis, folded: u64, most: usize) -> bool {
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
            let table = &mut self.estates[spot.estate()].tables[spot.area as usize];
            match table.expire(&spot.key, now, folded) {
                Ok(Some(version)) => {
                    self.gone.time = self.gone.time.max(version.until);
                    self.left(&spot.key, &version);
                }
                Ok(None) => {}
                Err(later) => self.expiring.push(Reverse((later, spot))),
            }
        }
        true
    }
}

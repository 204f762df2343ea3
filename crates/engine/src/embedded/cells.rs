//! Tables of cells, each with the versions that somebody may still read.
//!
//! Owns which version a reader sees and which versions may go. Knows nothing of what the values mean.

use std::collections::BTreeSet;
use std::ops::Bound;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use indexmap::IndexMap;
use indexmap::map::Entry;

use crate::{Interval, Json, Millis, Order};

/// The time that never comes.
pub(crate) const NEVER: Millis = Millis(u64::MAX);

/// What a cell held from one commit on.
#[derive(Debug, Clone)]
pub(crate) struct Version {
    /// The commit that wrote it.
    pub(crate) at: u64,
    /// From when on it is as if it were not there.
    pub(crate) until: Millis,
    /// A document's version; 0 for all else.
    pub(crate) number: u64,
    /// `None` where it was removed.
    pub(crate) value: Option<Json>,
}

impl Version {
    /// The value, unless it is gone by then.
    pub(crate) fn live(&self, now: Millis) -> Option<&Json> {
        self.value.as_ref().filter(|_| now < self.until)
    }

    /// Whether it was there at the one time and no longer is at the other.
    pub(crate) fn expires_between(&self, then: Millis, now: Millis) -> bool {
        self.value.is_some() && then < self.until && self.until <= now
    }
}

/// Cells as they are read, each with its key.
pub(crate) type Found = Vec<(Arc<str>, Version)>;

/// One key with its versions.
#[derive(Debug)]
struct Cell {
    newest: Version,
    /// Those that are read by snapshots which are still held, oldest first. Most cells have none.
    #[expect(clippy::box_collection, reason = "saves 16 bytes of each cell")]
    older: Option<Box<Vec<Version>>>,
    /// Whether it is on the list of those to tidy.
    untidy: bool,
    /// Whether it is on the list of those to look at once they expire.
    expiring: bool,
    /// Whether it was read since memory last looked for what may go.
    used: AtomicBool,
}

/// Which lists a cell has to be put on after a write.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct Chores {
    pub(crate) tidy: bool,
    pub(crate) expire: bool,
    /// Whether it was not in memory before.
    pub(crate) new: bool,
    /// By how many bytes memory grew.
    pub(crate) grew: isize,
}

/// What became of the cell in a place.
#[derive(Debug)]
pub(crate) enum Evicted {
    Gone(Arc<str>, Version),
    Stays,
    /// There is none; all are in places before.
    End,
}

/// Cells by their keys.
#[derive(Debug, Default)]
pub(crate) struct Table {
    /// Each in a place, by which memory goes through them.
    cells: IndexMap<Arc<str>, Cell>,
    /// The keys in order, where they are listed often.
    order: Option<BTreeSet<Arc<str>>>,
}

impl Table {
    pub(crate) fn ordered() -> Self {
        Self {
            cells: IndexMap::new(),
            order: Some(BTreeSet::new()),
        }
    }

    /// What a key held after a commit. `None` where memory doesn't know: what lies below it does.
    pub(crate) fn at(&self, key: &str, at: u64) -> Option<&Version> {
        let cell = self.cells.get(key)?;
        cell.used.store(true, Ordering::Relaxed);
        if cell.newest.at <= at {
            return Some(&cell.newest);
        }
        cell.older().iter().rev().find(|version| version.at <= at)
    }

    /// What was written last, as far as memory knows.
    pub(crate) fn newest(&self, key: &str) -> Option<&Version> {
        Some(&self.cells.get(key)?.newest)
    }

    /// The keys with a prefix that memory knows, removed ones included, in order. Where no order is kept all are looked at.
    pub(crate) fn keys<'a>(&'a self, prefix: &'a str) -> impl Iterator<Item = &'a Arc<str>> {
        let from = (Bound::Included(prefix), Bound::Unbounded);
        let keys = self.order.iter().flat_map(move |o| o.range::<str, _>(from));
        let keys = keys.take_while(move |key| key.starts_with(prefix));
        let mut others = Vec::new();
        if self.order.is_none() {
            others.extend(self.cells.keys().filter(|key| key.starts_with(prefix)));
            others.sort_unstable();
        }
        keys.chain(others)
    }

    /// The keys of an interval that memory knows, removed ones included. Where no order is kept all are looked at.
    pub(crate) fn span<'a>(
        &'a self,
        keys: &'a Interval,
        order: Order,
    ) -> Box<dyn Iterator<Item = &'a Arc<str>> + 'a> {
        if keys.is_empty() {
            return Box::new(std::iter::empty());
        }
        match (&self.order, order) {
            (Some(ordered), Order::Ascending) => Box::new(ordered.range::<str, _>(keys.bounds())),
            (Some(ordered), Order::Descending) => {
                Box::new(ordered.range::<str, _>(keys.bounds()).rev())
            }
            (None, _) => {
                let mut found: Vec<_> = self.cells.keys().filter(|key| keys.holds(key)).collect();
                found.sort_unstable();
                if order == Order::Descending {
                    found.reverse();
                }
                Box::new(found.into_iter())
            }
        }
    }

    /// So many cells with a prefix that memory knows, removed ones included, in order, from behind a key on. Only where an order is kept.
    pub(crate) fn some<'a>(
        &'a self,
        prefix: &'a str,
        behind: Option<&'a str>,
        most: usize,
    ) -> impl Iterator<Item = (&'a Arc<str>, &'a Version)> {
        let from = match behind {
            Some(behind) if behind >= prefix => Bound::Excluded(behind),
            _ => Bound::Included(prefix),
        };
        let keys = self.order.iter().flat_map(move |order| {
            let keys = order.range::<str, _>((from, Bound::Unbounded));
            keys.take_while(move |key| key.starts_with(prefix))
        });
        keys.take(most)
            .filter_map(|key| Some((key, self.newest(key)?)))
    }

    /// Writes a cell. `oldest` is the commit of the oldest snapshot that is held; what none of them reads goes.
    pub(crate) fn put(&mut self, key: &Arc<str>, version: Version, oldest: u64) -> Chores {
        if self.cells.len() == self.cells.capacity() {
            // By a quarter: where there are many, what is to spare counts.
            self.cells.reserve_exact(self.cells.len() / 4 + 4);
        }
        match self.cells.entry(key.clone()) {
            Entry::Occupied(mut cell) => cell.get_mut().put(version, oldest),
            Entry::Vacant(place) => {
                if let Some(order) = &mut self.order {
                    order.insert(key.clone());
                }
                let cell = place.insert(Cell {
                    newest: version,
                    older: None,
                    untidy: false,
                    expiring: false,
                    used: AtomicBool::new(false),
                });
                Chores {
                    new: true,
                    grew: weight(key, &cell.newest),
                    ..cell.chores()
                }
            }
        }
    }

    /// Lets go of what nobody reads any longer. A removed cell goes whole where its removal was before `settled`, and
    /// it is given; `Err` where the cell has to be looked at again.
    pub(crate) fn tidy(
        &mut self,
        key: &str,
        oldest: u64,
        settled: u64,
    ) -> Result<Option<Version>, ()> {
        let Some(cell) = self.cells.get_mut(key) else {
            return Ok(None);
        };
        cell.prune(oldest);
        if cell.older.is_some() {
            return Err(());
        }
        if cell.newest.value.is_some() {
            cell.untidy = false;
            return Ok(None);
        }
        if cell.newest.at > oldest.min(settled) {
            return Err(());
        }
        Ok(self.remove(key))
    }

    /// Lets go of a cell whose time has come. `Err` with the time to look again where it has not, or where it is still
    /// read, or where the store does not know of it.
    pub(crate) fn expire(
        &mut self,
        key: &str,
        now: Millis,
        folded: u64,
    ) -> Result<Option<Version>, Millis> {
        let Some(cell) = self.cells.get_mut(key) else {
            return Ok(None);
        };
        if cell.newest.until == NEVER || cell.newest.value.is_none() {
            cell.expiring = false;
            return Ok(None);
        }
        let busy = cell.older.is_some() || cell.newest.at > folded;
        if cell.newest.until > now || busy {
            return Err(cell.newest.until.max(Millis(now.0 + 1)));
        }
        Ok(self.remove(key))
    }

    /// Lets go of the cell in a place if the store has it as it is, unless it was used of late. Another takes its place then.
    pub(crate) fn evict(&mut self, place: usize, folded: u64) -> Evicted {
        let Some((key, cell)) = self.cells.get_index_mut(place) else {
            return Evicted::End;
        };
        let used = std::mem::take(cell.used.get_mut());
        let plain = cell.older.is_none() && cell.newest.value.is_some();
        if used || !plain || cell.newest.at > folded {
            return Evicted::Stays;
        }
        let key = key.clone();
        match self.remove(&key) {
            Some(version) => Evicted::Gone(key, version),
            None => Evicted::Stays,
        }
    }

    fn remove(&mut self, key: &str) -> Option<Version> {
        if let Some(order) = &mut self.order {
            order.remove(key);
        }
        Some(self.cells.swap_remove(key)?.newest)
    }
}

/// About what a cell takes in memory, in bytes: what is allocated for it, and its places in the tables.
#[allow(clippy::cast_possible_wrap)] // Nothing in memory is that long.
pub(crate) fn weight(key: &str, version: &Version) -> isize {
    let value = version.value.as_ref().map_or(0, |value| value.len());
    (key.len() + value + 256) as isize
}

impl Cell {
    fn put(&mut self, version: Version, oldest: u64) -> Chores {
        let previous = std::mem::replace(&mut self.newest, version);
        let grew = weight("", &self.newest) - weight("", &previous);
        if oldest < self.newest.at && previous.at < self.newest.at {
            self.older.get_or_insert_default().push(previous);
        }
        self.prune(oldest);
        Chores {
            grew,
            ..self.chores()
        }
    }

    /// Keeps what a snapshot at `oldest` or later reads.
    fn prune(&mut self, oldest: u64) {
        if self.newest.at <= oldest {
            self.older = None;
        }
        let Some(older) = &mut self.older else {
            return;
        };
        let read = older.iter().rposition(|old| old.at <= oldest);
        older.drain(..read.unwrap_or(0));
        self.older.take_if(|older| older.is_empty());
    }

    fn older(&self) -> &[Version] {
        self.older.as_ref().map_or(&[], |older| older)
    }

    fn chores(&mut self) -> Chores {
        let tidy = self.older.is_some() || self.newest.value.is_none();
        let expire = self.newest.until != NEVER && self.newest.value.is_some();
        let chores = Chores {
            tidy: tidy && !self.untidy,
            expire: expire && !self.expiring,
            ..Chores::default()
        };
        self.untidy |= tidy;
        self.expiring |= expire;
        chores
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn version(at: u64, value: Option<&str>) -> Version {
        Version {
            at,
            until: NEVER,
            number: 0,
            value: value.map(Json::from),
        }
    }

    fn seen(table: &Table, at: u64) -> Option<&str> {
        table.at("k", at)?.value.as_deref()
    }

    #[test]
    fn keys_come_in_order_whether_or_not_that_is_kept() {
        for mut table in [Table::ordered(), Table::default()] {
            for key in ["b/2", "a", "b/1", "c"] {
                table.put(&Arc::from(key), version(1, Some("1")), u64::MAX);
            }
            let found: Vec<_> = table.keys("b/").map(|key| &**key).collect();
            assert_eq!(found, ["b/1", "b/2"]);
            assert_eq!(table.keys("d").count(), 0);
            let span = |prefix: &str, order| {
                let keys = Interval::of_prefix(prefix);
                let found = table.span(&keys, order).map(|key| key.to_string());
                found.collect::<Vec<_>>()
            };
            assert_eq!(span("b/", Order::Ascending), ["b/1", "b/2"]);
            assert_eq!(span("", Order::Descending), ["c", "b/2", "b/1", "a"]);
        }
    }

    #[test]
    fn keeps_what_the_oldest_snapshot_reads() {
        let (mut table, key) = (Table::ordered(), Arc::from("k"));
        table.put(&key, version(1, Some("1")), u64::MAX);
        table.put(&key, version(3, Some("3")), 2);
        table.put(&key, version(5, Some("5")), 2);
        assert_eq!(seen(&table, 2), Some("1"));
        assert_eq!(seen(&table, 4), Some("3"));
        table.put(&key, version(6, None), 4);
        assert_eq!(seen(&table, 2), None, "nobody reads it any longer");
        assert_eq!(seen(&table, 4), Some("3"));
        assert_eq!(seen(&table, 6), None);
    }

    #[test]
    fn a_removed_cell_goes_once_nobody_reads_what_it_held() {
        let (mut table, key) = (Table::ordered(), Arc::from("k"));
        table.put(&key, version(1, Some("1")), u64::MAX);
        let chores = table.put(&key, version(2, None), 1);
        assert!(chores.tidy);
        assert!(table.tidy("k", 1, 9).is_err(), "a snapshot at 1 is held");
        assert!(table.tidy("k", 9, 1).is_err(), "not settled");
        let gone = table.tidy("k", 9, 9).unwrap();
        assert_eq!(gone.map(|version| version.at), Some(2));
        assert_eq!(table.keys("").count(), 0);
    }
}

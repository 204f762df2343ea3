//! What is done now and then: memory lets go of what nobody reads, the store of what has expired.

use std::sync::atomic::Ordering;

use super::core::{Core, GRACE};
use super::disk::{self, Change, Shelf};
use super::durable::Disk;
use super::state::State;
use super::sync::{lock, read, write};
use crate::{Millis, Unavailable};

/// How many cells are let go of at a time: others wait meanwhile.
const CHUNK: usize = 512;

/// How many of each kind a sweep looks at.
const TURN: usize = 200 * CHUNK;

/// How many entries of the store are looked at in one go.
const LOOK: usize = 5000;

/// Where cleaning the store has got to.
#[derive(Debug, Default)]
pub(crate) struct Cleaning {
    now: Millis,
    from: Vec<u8>,
}

impl Core {
    pub(crate) fn sweep(&self, now: Millis) {
        self.try_log();
        let commit = read(&self.state).commit;
        let swept = std::mem::replace(&mut lock(&self.writer).swept, commit);
        let folded = match &self.disk {
            Some(disk) => disk.folded.load(Ordering::SeqCst),
            None => u64::MAX,
        };
        let chores = read(&self.state).chores();
        in_chunks(chores.cells, |some| {
            self.apart(|state| state.tidy(self.held.oldest(), swept, folded, some));
        });
        in_chunks(chores.presence, |some| {
            self.apart(|state| state.tidy_presence(self.held.oldest(), swept, some));
        });
        in_chunks(chores.rooms, |some| {
            let forget = self.disk.as_ref().map(|_| folded);
            self.apart(|state| state.trim(now, self.options.history, forget, some));
        });
        let past = Millis(now.0.saturating_sub(GRACE)).min(self.held.earliest());
        while self.apart(|state| state.expire(past, folded, CHUNK)) {}
        if self.disk.is_some() {
            in_chunks(chores.resident, |some| {
                self.apart(|state| state.evict(self.options.memory, folded, some));
            });
            lock(&self.cleaning).now = past;
            self.bells.fold.ring();
        }
    }

    /// Changes the state for a moment, while nobody commits.
    fn apart<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        let _writer = lock(&self.writer);
        work(&mut write(&self.state))
    }

    /// Removes what has expired from a part of the store; the next time from the next part.
    pub(crate) fn clean_store(&self, disk: &Disk) -> Result<(), Unavailable> {
        let mut cleaning = lock(&self.cleaning);
        let (now, age) = (cleaning.now, self.options.history.age);
        let forgotten = Millis(now.0.saturating_sub(age.0));
        let mut gone = Vec::new();
        let mut looked = 0;
        let mut next = Vec::new();
        disk.store.scan(&[], &cleaning.from, |key, value| {
            looked += 1;
            if looked > LOOK {
                next = key.to_vec();
                return false;
            }
            let expired = match key.first() {
                Some(shelf) if Shelf::holds_cells(*shelf) => {
                    disk::cell(value, 0).is_ok_and(|version| version.until <= now)
                }
                Some(shelf) if *shelf == Shelf::History as u8 => {
                    disk::kept_at(value).is_ok_and(|at| at < forgotten)
                }
                _ => false,
            };
            if expired {
                gone.push(key.to_vec());
            }
            true
        })?;
        if !gone.is_empty() {
            let removed = gone.iter().map(|key| Change::Remove(key));
            disk.store.change(removed, &[])?;
        }
        cleaning.from = next;
        Ok(())
    }
}

/// Does so much, but not more than a sweep may take: the rest has its turn at the next one.
fn in_chunks(all: usize, mut work: impl FnMut(usize)) {
    let mut left = all.min(TURN);
    while left > 0 {
        let some = left.min(CHUNK);
        work(some);
        left -= some;
    }
}

#[cfg(test)]
mod tests {
    use crate::embedded::state::Area;
    use crate::embedded::{Embedded, Options};
    use crate::{Batch, Engine, Keep, Millis, Reads, Space, Tenant, Weight, Write};

    #[test]
    fn what_has_expired_leaves_memory_and_store() {
        let folder = tempfile::tempdir().unwrap();
        let options = Options {
            log: 1,
            ..Options::default()
        };
        let engine = Embedded::open(folder.path(), options).unwrap();
        let tenant = Tenant("t".into());
        let set = |key: &str, keep| Write::Set {
            space: Space::Values,
            key: key.into(),
            value: "1".into(),
            keep,
        };
        let broadcast = Write::Broadcast {
            room: "lobby".into(),
            message: "{}".into(),
            exclude: Vec::new(),
            weight: Weight::Normal,
        };
        let batch = Batch {
            tenant: tenant.clone(),
            reads: Reads::default(),
            writes: vec![
                set("short", Keep::Until(Millis(20))),
                set("long", Keep::Always),
                broadcast,
            ],
            completes: None,
            now: Millis(10),
        };
        engine.commit(batch).unwrap();
        let core = &engine.core;
        let stored = || {
            let mut keys = 0;
            let store = &core.disk.as_ref().unwrap().store;
            store
                .scan(&[], &[], |_, _| {
                    keys += 1;
                    true
                })
                .unwrap();
            keys
        };
        let in_memory = |key: &str| {
            let state = super::read(&core.state);
            let table = state
                .estate(state.find(&tenant).unwrap())
                .table(Area::Values);
            table.newest(key).is_some()
        };
        assert!(core.fold());
        assert_eq!(stored(), 4, "two values, a position, a message");
        engine.sweep(Millis(20));
        assert!(core.fold());
        assert!(in_memory("short"), "others may have a clock that is behind");
        assert_eq!(stored(), 4);
        for _ in 0..2 {
            engine.sweep(Millis(10_000_000));
            assert!(core.fold());
        }
        assert!(!in_memory("short") && in_memory("long"));
        assert_eq!(stored(), 2, "a value and the position");
        let rooms = |state: &super::State| state.estate(0).rooms.len();
        assert_eq!(rooms(&super::read(&core.state)), 0, "it can be read again");
        assert_eq!(engine.position(&tenant, "lobby").unwrap().seq, 1);
    }
}

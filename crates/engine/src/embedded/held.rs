//! Which snapshots are held: what may go is older than all of them.

use std::collections::VecDeque;
use std::sync::Mutex;

use super::sync::lock;
use crate::Millis;

/// The snapshots that are held.
#[derive(Debug, Default)]
pub(crate) struct Held {
    /// By the commit after which they were taken; later ones are taken later.
    snapshots: Mutex<VecDeque<Group>>,
}

/// The snapshots after one commit.
#[derive(Debug)]
struct Group {
    at: u64,
    count: usize,
    /// The earliest of their times.
    now: Millis,
}

impl Held {
    /// A snapshot was taken. Commits must not be applied meanwhile.
    pub(crate) fn take(&self, at: u64, now: Millis) {
        let mut groups = lock(&self.snapshots);
        match groups.back_mut() {
            Some(group) if group.at == at => {
                group.count += 1;
                group.now = group.now.min(now);
            }
            _ => groups.push_back(Group { at, count: 1, now }),
        }
    }

    /// A snapshot is no longer held.
    pub(crate) fn release(&self, at: u64) {
        let mut groups = lock(&self.snapshots);
        if let Ok(place) = groups.binary_search_by_key(&at, |group| group.at) {
            groups[place].count -= 1;
        }
        while groups.front().is_some_and(|group| group.count == 0) {
            groups.pop_front();
        }
    }

    /// The commit of the oldest snapshot; the greatest number where none is held.
    pub(crate) fn oldest(&self) -> u64 {
        lock(&self.snapshots)
            .front()
            .map_or(u64::MAX, |group| group.at)
    }

    /// The earliest time of a snapshot.
    pub(crate) fn earliest(&self) -> Millis {
        let groups = lock(&self.snapshots);
        let held = groups.iter().filter(|group| group.count > 0);
        held.map(|group| group.now)
            .min()
            .unwrap_or(Millis(u64::MAX))
    }
}

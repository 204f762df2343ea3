//! Whether what a batch rests on is still so.
//!
//! A batch is at its own time, [`crate::Batch::now`]: what was there when its snapshot was taken and expires before that
//! time has changed. Where it can't be told any longer whether something changed, it has.

use std::sync::Arc;

use super::cells::Version;
use super::load::Below;
use super::state::{Area, Estate, State};
use crate::{Interval, Millis, Order, Read, Reads};

/// Whether nothing of what was read has changed.
pub(crate) fn unchanged(
    state: &State,
    estate: usize,
    reads: &Reads,
    now: Millis,
    below: &Below<'_>,
) -> bool {
    let check = Check {
        below,
        state,
        number: estate,
        estate: state.estate(estate),
        reads,
        now,
    };
    reads.read.iter().all(|read| check.holds(read))
}

struct Check<'a> {
    state: &'a State,
    number: usize,
    estate: &'a Estate,
    reads: &'a Reads,
    now: Millis,
    below: &'a Below<'a>,
}

impl Check<'_> {
    fn holds(&self, read: &Read) -> bool {
        match read {
            Read::Key(space, key) | Read::Absent(space, key) => self.cell((*space).into(), key),
            Read::Document(document) => self.cell(Area::Documents, document),
            Read::Members(room) => self.stands(self.estate.presence.room_changed(room)),
            Read::Online(user) => self.stands(self.estate.presence.user_changed(user)),
            Read::Prefix(space, prefix) => {
                self.interval((*space).into(), &Interval::of_prefix(prefix))
            }
            Read::Range(space, keys) => self.interval((*space).into(), keys),
        }
    }

    fn cell(&self, area: Area, key: &str) -> bool {
        match self.estate.table(area).newest(key) {
            Some(newest) => self.same(newest),
            None if self.state.gone.hides(self.reads, self.now) => false,
            // Only the store may have it.
            None => {
                let (then, now) = (self.reads.now, self.now);
                then >= now || !self.below.key_expires(area, key, then, now)
            }
        }
    }

    /// Whether what changed last by a commit, or isn't known to have changed, is as it was read.
    fn stands(&self, changed: Option<u64>) -> bool {
        match changed {
            Some(at) => at <= self.reads.at,
            None => !self.state.gone.hides(self.reads, self.now),
        }
    }

    fn interval(&self, area: Area, keys: &Interval) -> bool {
        let (then, now) = (self.reads.now, self.now);
        let table = self.estate.table(area);
        // Nothing expires between a snapshot and a batch of the same time: only writes count, where the last ones are known.
        if then >= now
            && area.is_listed()
            && let Some(mut writes) = self.state.recent.after(self.reads.at)
        {
            let within = |key: &Arc<str>| keys.holds(key);
            return !writes.any(|w| w.estate() == self.number && w.area == area && within(&w.key));
        }
        if self.state.gone.hides(self.reads, now) {
            return false;
        }
        if then < now && self.below.any_expires(area, keys, then, now) {
            return false;
        }
        let known = table.span(keys, Order::Ascending);
        let mut newest = known.filter_map(|key| table.newest(key));
        newest.all(|newest| self.same(newest))
    }

    fn same(&self, newest: &Version) -> bool {
        newest.at <= self.reads.at && !newest.expires_between(self.reads.now, self.now)
    }
}

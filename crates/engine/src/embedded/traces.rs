//! What memory still knows of changes whose cells it no longer has, or would have to look for among all others.

use std::collections::VecDeque;

use super::state::Spot;
use crate::{Millis, Reads};

/// How far cells have gone from memory of which a reader may have known: whoever read before that can't be told whether
/// a cell that is not there has changed.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Gone {
    /// The last commit of what was removed, or is only in the store now.
    pub(crate) commit: u64,
    /// The latest time of what expired.
    pub(crate) time: Millis,
    /// How often a cell has gone that the store has.
    pub(crate) times: u64,
}

impl Gone {
    /// Whether what was read could have been among what was removed or has expired.
    pub(crate) fn hides(self, reads: &Reads, now: Millis) -> bool {
        reads.at < self.commit || reads.now < self.time.min(now)
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

    pub(crate) fn push(&mut self, at: u64, spot: Spot) {
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

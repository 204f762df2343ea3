//! Who waits for commits to be as durable as configured.

use std::collections::BTreeMap;
use std::sync::Mutex;

use super::sync::lock;
use crate::{Receipt, Settled, Unavailable};

/// Those who wait.
pub(crate) struct Waiters {
    waiting: Mutex<Waiting>,
}

struct Waiting {
    /// The last commit that is durable.
    settled: u64,
    /// By the commit that they wait for.
    by_commit: BTreeMap<u64, Vec<Settled>>,
}

impl Waiters {
    pub(crate) fn new(settled: u64) -> Self {
        Self {
            waiting: Mutex::new(Waiting {
                settled,
                by_commit: BTreeMap::new(),
            }),
        }
    }

    /// Calls back once a commit is durable: now, where it is.
    pub(crate) fn add(&self, receipt: Receipt, then: Settled) {
        let mut waiting = lock(&self.waiting);
        if receipt.0 > waiting.settled {
            return waiting.by_commit.entry(receipt.0).or_default().push(then);
        }
        drop(waiting);
        then(Ok(()));
    }

    /// Commits up to this one are durable.
    pub(crate) fn settle(&self, commit: u64) {
        let mut waiting = lock(&self.waiting);
        waiting.settled = waiting.settled.max(commit);
        let done = waiting.upto(commit);
        drop(waiting);
        done.into_iter().for_each(|then| then(Ok(())));
    }

    /// Of commits up to this one it is not known whether they are durable.
    pub(crate) fn fail(&self, commit: u64, why: &Unavailable) {
        let failed = lock(&self.waiting).upto(commit);
        failed.into_iter().for_each(|then| then(Err(why.clone())));
    }
}

impl Waiting {
    fn upto(&mut self, commit: u64) -> Vec<Settled> {
        let later = self.by_commit.split_off(&commit.saturating_add(1));
        let done = std::mem::replace(&mut self.by_commit, later);
        done.into_values().flatten().collect()
    }
}

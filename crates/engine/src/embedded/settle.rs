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
    /// Why nothing settles any more.
    ended: Option<Unavailable>,
}

impl Waiters {
    pub(crate) fn new(settled: u64) -> Self {
        Self {
            waiting: Mutex::new(Waiting {
                settled,
                by_commit: BTreeMap::new(),
                ended: None,
            }),
        }
    }

    /// Calls back once a commit is durable: now, where it is.
    pub(crate) fn add(&self, receipt: Receipt, then: Settled) {
        let mut waiting = lock(&self.waiting);
        let result = match &waiting.ended {
            _ if receipt.0 <= waiting.settled => Ok(()),
            Some(why) => Err(why.clone()),
            None => return waiting.by_commit.entry(receipt.0).or_default().push(then),
        };
        drop(waiting);
        then(result);
    }

    /// What has not settled by now never will.
    pub(crate) fn end(&self, why: &Unavailable) {
        lock(&self.waiting).ended = Some(why.clone());
        self.fail(u64::MAX - 1, why);
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

#[cfg(test)]
mod tests {
    use std::sync::mpsc;

    use super::*;

    #[test]
    fn each_is_called_once_when_its_commit_settles_fails_or_never_will() {
        let (waiters, why) = (Waiters::new(1), Unavailable("the disk is gone".into()));
        let (tell, told) = mpsc::channel();
        let wait = |commit: u64| {
            let tell = tell.clone();
            let then = move |result: Result<(), _>| {
                let _ = tell.send((commit, result.is_ok()));
            };
            waiters.add(Receipt(commit), Box::new(then));
        };
        let called = || told.try_iter().collect::<Vec<_>>();
        (1..=5).for_each(wait);
        assert_eq!(called(), [(1, true)]);
        waiters.settle(2);
        assert_eq!(called(), [(2, true)]);
        waiters.fail(3, &why);
        assert_eq!(called(), [(3, false)]);
        waiters.settle(4);
        assert_eq!(called(), [(4, true)]);
        waiters.end(&why);
        assert_eq!(called(), [(5, false)]);
        (4..=6).for_each(wait);
        assert_eq!(called(), [(4, true), (5, false), (6, false)]);
    }
}

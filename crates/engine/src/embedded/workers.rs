//! The threads of an embedded engine that has a disk: one waits for the disk to confirm, one takes the log into the store.

use std::sync::{Arc, Condvar, Mutex, PoisonError};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use super::Durability;
use super::core::Core;
use super::sync::lock;

/// How long the disk may have to confirm, where commits don't wait for it.
const INTERVAL: Duration = Duration::from_millis(50);

/// How long until what failed is tried again.
const AGAIN: Duration = Duration::from_millis(100);

/// How long until it is looked again whether a snapshot is still held.
const MOMENT: Duration = Duration::from_millis(2);

/// Wakes one thread.
#[derive(Default)]
pub(crate) struct Bell {
    state: Mutex<Rung>,
    changed: Condvar,
}

#[derive(Default)]
struct Rung {
    work: bool,
    stop: bool,
}

impl Bell {
    /// There is work.
    pub(crate) fn ring(&self) {
        lock(&self.state).work = true;
        self.changed.notify_one();
    }

    /// There will be no more.
    fn stop(&self) {
        lock(&self.state).stop = true;
        self.changed.notify_one();
    }

    /// Waits a moment. False where there will be no more work.
    pub(crate) fn pause(&self) -> bool {
        let rung = lock(&self.state);
        let waited = self
            .changed
            .wait_timeout_while(rung, MOMENT, |rung| !rung.stop);
        !waited.unwrap_or_else(PoisonError::into_inner).0.stop
    }

    /// Waits for work, or so long. False where there will be no more.
    fn wait(&self, most: Option<Duration>) -> bool {
        let idle = |rung: &mut Rung| !rung.work && !rung.stop;
        let rung = lock(&self.state);
        let mut rung = match most {
            Some(most) => {
                let waited = self.changed.wait_timeout_while(rung, most, idle);
                waited.unwrap_or_else(PoisonError::into_inner).0
            }
            None => {
                let waited = self.changed.wait_while(rung, idle);
                waited.unwrap_or_else(PoisonError::into_inner)
            }
        };
        rung.work = false;
        !rung.stop
    }
}

/// The bells of both threads.
#[derive(Default)]
pub(crate) struct Bells {
    pub(crate) confirm: Bell,
    pub(crate) fold: Bell,
}

/// The threads. They end when this is dropped.
pub(crate) struct Workers {
    core: Arc<Core>,
    threads: Vec<JoinHandle<()>>,
}

impl Workers {
    pub(crate) fn start(core: &Arc<Core>) -> std::io::Result<Self> {
        let mut workers = Self {
            core: core.clone(),
            threads: Vec::new(),
        };
        workers.spawn("engine-confirm", confirm)?;
        workers.spawn("engine-fold", fold)?;
        Ok(workers)
    }

    fn spawn(&mut self, name: &str, work: fn(&Core)) -> std::io::Result<()> {
        let core = self.core.clone();
        let named = thread::Builder::new().name(name.into());
        self.threads.push(named.spawn(move || work(&core))?);
        Ok(())
    }
}

impl Drop for Workers {
    fn drop(&mut self) {
        self.core.bells.confirm.stop();
        self.core.bells.fold.stop();
        let own = thread::current().id();
        for thread in self.threads.drain(..) {
            // The last one to let go of the engine may be a listener on one of them: it ends after that.
            if thread.thread().id() == own {
                continue;
            }
            // What a listener or a callback panicked with was told on that thread.
            let _ = thread.join();
        }
    }
}

fn confirm(core: &Core) {
    let mut failed = false;
    loop {
        let most = match core.options.durability {
            _ if failed => Some(AGAIN),
            Durability::Interval => Some(INTERVAL),
            Durability::Fsync | Durability::Memory => None,
        };
        let go_on = core.bells.confirm.wait(most);
        let confirmed = match core.options.durability {
            // What comes while the disk is at it has its turn the next time: else there would be no interval.
            Durability::Interval => core.confirm_once().map(drop),
            Durability::Fsync | Durability::Memory => core.confirm(),
        };
        failed = confirmed.is_err();
        if !go_on {
            return;
        }
    }
}

fn fold(core: &Core) {
    // At the start, for that is when it finds out which keys the store has.
    let mut later = !core.fold();
    while core.bells.fold.wait(later.then_some(AGAIN)) {
        later = !core.fold();
    }
}

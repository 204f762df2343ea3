//! The engine that needs nothing beside it: one process, its memory, and a folder.
//!
//! Owns the state of one node and how it comes to a disk. It refuses to share it: two processes never have one folder.

mod cells;
mod check;
mod core;
mod held;
mod jobs;
mod options;
mod outbox;
mod plan;
mod presence;
mod rooms;
mod state;
mod sync;
mod view;

use std::sync::Arc;

use self::core::Core;
pub use options::{Durability, Options, Remember};
use sync::read;
use view::View;

use crate::{
    Aside, Batch, CommitError, Engine, History, Job, JobId, Listener, Millis, Position, Receipt,
    Settled, Snapshot, Tenant, Unavailable,
};

/// An engine within this process.
pub struct Embedded {
    core: Arc<Core>,
}

impl Embedded {
    /// An engine that has nothing on a disk, whatever durability the options name.
    #[must_use]
    pub fn in_memory(options: Options) -> Self {
        let core = Arc::new(Core::new(Options {
            durability: Durability::Memory,
            ..options
        }));
        Self { core }
    }
}

impl Engine for Embedded {
    fn snapshot(&self, tenant: &Tenant, now: Millis) -> Result<Box<dyn Snapshot>, Unavailable> {
        self.core.ready()?;
        Ok(Box::new(View::new(self.core.clone(), tenant, now)))
    }

    fn commit(&self, batch: Batch) -> Result<Receipt, CommitError> {
        self.core.commit(batch)
    }

    fn when_settled(&self, _receipt: Receipt, then: Settled) {
        then(Ok(()));
    }

    fn listen(&self, listener: Arc<dyn Listener>) {
        self.core.outbox.listen(listener);
    }

    fn position(&self, tenant: &Tenant, room: &str) -> Result<Position, Unavailable> {
        self.core.ready()?;
        Ok(read(&self.core.state).position(tenant, room))
    }

    fn history(
        &self,
        tenant: &Tenant,
        room: &str,
        since: Position,
        now: Millis,
    ) -> Result<History, Unavailable> {
        self.core.ready()?;
        let state = read(&self.core.state);
        let estate = state.find(tenant).map(|number| state.estate(number));
        Ok(match estate.and_then(|estate| estate.rooms.get(room)) {
            Some(room) => room.since(since, now, self.core.options.history),
            None if since == state.start(tenant, room) => History::Whole(Vec::new()),
            None => History::TooOld,
        })
    }

    fn claim(&self, now: Millis, until: Millis, most: usize) -> Result<Vec<Job>, Unavailable> {
        self.core.claim(now, until, most)
    }

    fn next_due(&self) -> Option<Millis> {
        read(&self.core.state).jobs.next_due()
    }

    fn fail(&self, job: &Job, reason: &str, again: Option<Millis>) -> Result<(), Unavailable> {
        let change = |state: &state::State| state.jobs.fail(job, reason, again);
        self.core.change(change).map(|_| ())
    }

    fn aside(&self, most: usize) -> Result<Vec<Aside>, Unavailable> {
        self.core.ready()?;
        Ok(read(&self.core.state).jobs.aside(most))
    }

    fn retry(&self, id: &JobId, now: Millis) -> Result<bool, Unavailable> {
        self.core.change(|state| state.jobs.retry(id, now))
    }

    fn sweep(&self, now: Millis) {
        if self.core.ready().is_ok() {
            self.core.sweep(now);
        }
    }

    fn health(&self) -> Result<(), Unavailable> {
        self.core.ready()
    }

    fn close(&self) -> Result<(), Unavailable> {
        self.core.close();
        Ok(())
    }
}

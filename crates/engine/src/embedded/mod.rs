//! The engine that needs nothing beside it: one process, its memory, and a folder.
//!
//! Owns the state of one node and how it comes to a disk. It refuses to share it: two processes never have one folder.

mod browse;
mod cells;
mod check;
mod core;
mod disk;
mod documents;
mod durable;
mod export;
#[cfg(test)]
mod faults;
mod held;
mod jobs;
mod load;
mod options;
mod outbox;
mod plan;
mod presence;
mod range;
mod rooms;
mod settle;
mod state;
mod sweep;
mod sync;
mod traces;
mod view;
mod workers;

use std::path::Path;
use std::sync::{Arc, Mutex};

use self::core::Core;
pub use disk::OpenError;
use disk::{Files, Medium};
use durable::Disk;
pub use options::{Durability, Options, Remember};
use sync::{lock, read};
use view::View;
use workers::Workers;

use crate::{
    Aside, Batch, CommitError, Engine, History, Job, JobId, Kept, Listener, Millis, Position,
    Receipt, Settled, Snapshot, Stretch, Tenant, Unavailable, Usage,
};

/// An engine within this process.
///
/// Dropped without [`Engine::close`] it lets go of its folder all the same, as if the process had ended.
pub struct Embedded {
    // Before the core, so that its threads end first.
    workers: Mutex<Option<Workers>>,
    core: Arc<Core>,
}

impl Embedded {
    /// An engine that has nothing on a disk, whatever durability the options name.
    #[must_use]
    pub fn in_memory(options: Options) -> Self {
        let durability = Durability::Memory;
        let options = Options {
            durability,
            ..options
        };
        Self {
            workers: Mutex::new(None),
            core: Arc::new(Core::new(options, None, 0)),
        }
    }

    /// An engine whose state is in a folder, which is made where there is none. With [`Durability::Memory`] the folder is
    /// left alone.
    ///
    /// # Errors
    /// Where the folder can't be used: see [`OpenError`].
    pub fn open(folder: impl AsRef<Path>, options: Options) -> Result<Self, OpenError> {
        match options.durability {
            Durability::Memory => Ok(Self::in_memory(options)),
            Durability::Fsync | Durability::Interval => {
                Self::open_on(folder.as_ref(), options, Arc::new(Files))
            }
        }
    }

    fn open_on(
        folder: &Path,
        options: Options,
        medium: Arc<dyn Medium>,
    ) -> Result<Self, OpenError> {
        let confirmed = options.durability == Durability::Fsync;
        let opened = disk::open(folder, confirmed, options.history.count, medium)?;
        let commit = opened.commit;
        let core = Arc::new(Core::new(options, Some(Disk::new(opened)), commit));
        core.bring_jobs().map_err(|error| OpenError::Store {
            folder: folder.to_owned(),
            error,
        })?;
        let workers = Workers::start(&core).map_err(|error| OpenError::Folder {
            folder: folder.to_owned(),
            error,
        })?;
        Ok(Self {
            workers: Mutex::new(Some(workers)),
            core,
        })
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

    fn when_settled(&self, receipt: Receipt, then: Settled) {
        self.core.waiters.add(receipt, then);
    }

    fn listen(&self, listener: Arc<dyn Listener>) {
        self.core.outbox.listen(listener);
    }

    fn position(&self, tenant: &Tenant, room: &str) -> Result<Position, Unavailable> {
        self.core.ready()?;
        if let Some(position) = read(&self.core.state).known_position(tenant, room) {
            return Ok(position);
        }
        self.core.find_room(tenant, room)?;
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
        self.core.find_room(tenant, room)?;
        let state = read(&self.core.state);
        let estate = state.find(tenant).map(|number| state.estate(number));
        Ok(match estate.and_then(|estate| estate.rooms.get(room)) {
            Some(known) => known.since(room, since, now, self.core.options.history),
            None if since == state.start(tenant, room) => History::Whole(Vec::new()),
            None => History::TooOld,
        })
    }

    fn browse(
        &self,
        tenant: &Tenant,
        kept: Kept,
        prefix: &str,
        from: Option<&str>,
        most: usize,
        now: Millis,
    ) -> Result<Stretch, Unavailable> {
        self.core.browse(tenant, kept, prefix, from, most, now)
    }

    fn claim(&self, now: Millis, until: Millis, most: usize) -> Result<Vec<Job>, Unavailable> {
        self.core.claim(now, until, most)
    }

    fn next_due(&self) -> Option<Millis> {
        read(&self.core.state).jobs.next_due()
    }

    fn waiting(&self, most: usize) -> Result<Vec<Job>, Unavailable> {
        self.core.ready()?;
        Ok(read(&self.core.state).jobs.soonest(most))
    }

    fn extend(&self, job: &Job, until: Millis) -> Result<bool, Unavailable> {
        self.core.change(|state| state.jobs.extend(job, until))
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
        self.core.ready()?;
        self.core.disk.as_ref().map_or(Ok(()), Disk::health)
    }

    fn usage(&self) -> Usage {
        Usage {
            history: read(&self.core.state).history_bytes(),
        }
    }

    fn close(&self) -> Result<(), Unavailable> {
        if !self.core.end() {
            return Ok(());
        }
        // The threads end before the folder is another's.
        drop(lock(&self.workers).take());
        self.core.close_disk()
    }
}

impl Drop for Embedded {
    fn drop(&mut self) {
        if self.core.end() {
            drop(lock(&self.workers).take());
            // Snapshots that outlive the engine must not hold the folder.
            drop(self.core.release());
        }
    }
}

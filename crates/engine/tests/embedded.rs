//! The embedded engine in the suite that every engine passes.

use std::sync::Arc;

use buildamp_engine::conformance::{AGE, OPERATIONS, REMEMBERED, Subject};
use buildamp_engine::embedded::{Durability, Embedded, Options, Remember};
use buildamp_engine::{
    Aside, Batch, CommitError, Engine, History, Job, JobId, Kept, Listener, Millis, Position,
    Receipt, Settled, Snapshot, Stretch, Tenant, Unavailable, conformance,
};
use tempfile::TempDir;

fn options(durability: Durability) -> Options {
    Options {
        durability,
        history: Remember {
            count: REMEMBERED,
            age: AGE,
        },
        operations: OPERATIONS,
        // Little enough that it is read from the store again and again.
        memory: 1000,
        ..Options::default()
    }
}

/// Nothing on a disk.
struct Memory;

impl Subject for Memory {
    fn open(&self) -> Arc<dyn Engine> {
        Arc::new(Embedded::in_memory(options(Durability::Memory)))
    }
}

/// A folder that goes with it.
struct Folder(TempDir, Durability);

impl Folder {
    fn new(durability: Durability) -> Self {
        Self(tempfile::tempdir().expect("a folder"), durability)
    }
}

impl Subject for Folder {
    fn open(&self) -> Arc<dyn Engine> {
        Arc::new(Embedded::open(self.0.path(), options(self.1)).expect("it opens"))
    }
}

/// A folder whose engine sweeps before each call and takes the log into the store all the time.
struct Restless(TempDir);

impl Subject for Restless {
    fn open(&self) -> Arc<dyn Engine> {
        let options = Options {
            log: 1,
            memory: 0,
            ..options(Durability::Interval)
        };
        let engine = Embedded::open(self.0.path(), options).expect("it opens");
        Arc::new(Sweeping(engine))
    }
}

struct Sweeping(Embedded);

impl Sweeping {
    fn swept(&self) -> &Embedded {
        self.0.sweep(Millis(0));
        &self.0
    }
}

impl Engine for Sweeping {
    fn snapshot(&self, tenant: &Tenant, now: Millis) -> Result<Box<dyn Snapshot>, Unavailable> {
        self.swept().snapshot(tenant, now)
    }

    fn commit(&self, batch: Batch) -> Result<Receipt, CommitError> {
        self.swept().commit(batch)
    }

    fn when_settled(&self, receipt: Receipt, then: Settled) {
        self.swept().when_settled(receipt, then);
    }

    fn listen(&self, listener: Arc<dyn Listener>) {
        self.swept().listen(listener);
    }

    fn position(&self, tenant: &Tenant, room: &str) -> Result<Position, Unavailable> {
        self.swept().position(tenant, room)
    }

    fn history(
        &self,
        tenant: &Tenant,
        room: &str,
        since: Position,
        now: Millis,
    ) -> Result<History, Unavailable> {
        self.swept().history(tenant, room, since, now)
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
        self.swept().browse(tenant, kept, prefix, from, most, now)
    }

    fn claim(&self, now: Millis, until: Millis, most: usize) -> Result<Vec<Job>, Unavailable> {
        self.swept().claim(now, until, most)
    }

    fn next_due(&self) -> Option<Millis> {
        self.swept().next_due()
    }

    fn waiting(&self, most: usize) -> Result<Vec<Job>, Unavailable> {
        self.swept().waiting(most)
    }

    fn extend(&self, job: &Job, until: Millis) -> Result<bool, Unavailable> {
        self.swept().extend(job, until)
    }

    fn fail(&self, job: &Job, reason: &str, again: Option<Millis>) -> Result<(), Unavailable> {
        self.swept().fail(job, reason, again)
    }

    fn aside(&self, most: usize) -> Result<Vec<Aside>, Unavailable> {
        self.swept().aside(most)
    }

    fn retry(&self, id: &JobId, now: Millis) -> Result<bool, Unavailable> {
        self.swept().retry(id, now)
    }

    fn sweep(&self, now: Millis) {
        self.swept().sweep(now);
    }

    fn health(&self) -> Result<(), Unavailable> {
        self.swept().health()
    }

    fn close(&self) -> Result<(), Unavailable> {
        self.swept().close()
    }
}

conformance!(memory, forgets, || Memory);
conformance!(interval, keeps, || Folder::new(Durability::Interval));
conformance!(fsync, keeps, || Folder::new(Durability::Fsync));
conformance!(restless, keeps, || Restless(
    tempfile::tempdir().expect("a folder")
));

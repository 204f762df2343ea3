//! Moving a state from one engine to another, and telling whether two have the same.
//!
//! What moves is all that is kept for good: values, documents, jobs. Rooms begin a new numbering in the other engine, so that clients which
//! come back get their rooms' state; presence ends with the nodes.

use std::collections::HashMap;
use std::hash::{DefaultHasher, Hash, Hasher};

use crate::{
    Aside, Batch, CommitError, Engine, Job, Json, Keep, Millis, Reads, Space, Tenant, Unavailable,
    Write,
};

/// How many writes are committed at once.
const AT_ONCE: usize = 200;

/// One thing that an engine keeps.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// A key of a space.
    Value {
        /// Whose.
        tenant: Tenant,
        /// Where.
        space: Space,
        /// Its name there.
        key: String,
        /// Its value.
        value: Json,
        /// How long.
        keep: Keep,
    },
    /// A document.
    Document {
        /// Whose.
        tenant: Tenant,
        /// Its name.
        document: String,
        /// Its version.
        version: u64,
        /// Its content as it was at `content_version`.
        content: Json,
        /// Of which version the content is; 0 where none was ever stored.
        content_version: u64,
        /// Those of its operations that are kept, oldest first.
        operations: Vec<Json>,
    },
    /// A job that waits. Claims end with the nodes; how often it was tried is forgotten.
    Job(Job),
    /// A job that was put aside.
    Aside(Aside),
}

/// An engine whose state can be moved, while no node uses it.
pub trait Transfer: Engine {
    /// Hands over everything that is kept, of jobs that were put aside the oldest first. An engine that has committed since it was opened may
    /// leave out what came last.
    ///
    /// # Errors
    /// Where it can't be read.
    fn export(&self, visit: &mut dyn FnMut(Item)) -> Result<(), Unavailable>;
}

/// How much there is of each kind, and a sum by which two that differ are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Summary {
    /// Keys of all spaces.
    pub values: u64,
    /// Documents.
    pub documents: u64,
    /// Jobs that wait.
    pub jobs: u64,
    /// Jobs that were put aside.
    pub aside: u64,
    sum: u64,
}

impl Summary {
    /// What an engine has.
    ///
    /// # Errors
    /// Where it can't be read.
    pub fn of(engine: &dyn Transfer) -> Result<Self, Unavailable> {
        let mut summary = Self::default();
        engine.export(&mut |item| summary.add(&item))?;
        Ok(summary)
    }

    fn add(&mut self, item: &Item) {
        let count = match item {
            Item::Value { .. } => &mut self.values,
            Item::Document { .. } => &mut self.documents,
            Item::Job(_) => &mut self.jobs,
            Item::Aside(_) => &mut self.aside,
        };
        *count += 1;
        self.sum = self.sum.wrapping_add(item.print());
    }

    /// How much there is in all.
    #[must_use]
    pub fn all(&self) -> u64 {
        self.values + self.documents + self.jobs + self.aside
    }
}

impl Item {
    /// The same for the same thing in any engine: names and claims of jobs are the engine's own.
    fn print(&self) -> u64 {
        let mut hasher = DefaultHasher::new();
        match self {
            Item::Value {
                tenant,
                space,
                key,
                value,
                keep,
            } => {
                let until = match keep {
                    Keep::Always => None,
                    Keep::Until(until) => Some(until),
                };
                (0, tenant, space, key, value, until).hash(&mut hasher);
            }
            Item::Document {
                tenant,
                document,
                version,
                content,
                content_version,
                operations,
            } => {
                (1, tenant, document, version).hash(&mut hasher);
                (content, content_version, operations).hash(&mut hasher);
            }
            Item::Job(job) => {
                2.hash(&mut hasher);
                job.due.hash(&mut hasher);
                print_job(job, &mut hasher);
            }
            Item::Aside(aside) => {
                3.hash(&mut hasher);
                aside.reason.hash(&mut hasher);
                print_job(&aside.job, &mut hasher);
            }
        }
        hasher.finish()
    }
}

fn print_job(job: &Job, hasher: &mut DefaultHasher) {
    (
        &job.tenant,
        job.kind,
        &job.room,
        &job.key,
        &job.name,
        &job.payload,
    )
        .hash(hasher);
}

/// Why a state was not moved.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TransferError {
    /// The other engine has something already.
    #[error("there is a state already: {0} things")]
    NotEmpty(u64),
    /// An engine failed.
    #[error(transparent)]
    Unavailable(#[from] Unavailable),
    /// Something can't be put there as it is.
    #[error("{0}")]
    Refused(CommitError),
}

/// What to do with a state that is there already.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Meeting {
    /// Leave it alone, and move nothing.
    Refuse,
    /// Go on with a move that was broken off: what is there is not moved again.
    Resume,
}

/// Moves all that one engine has to another; how much was moved. `progress` hears of each thing that is done.
///
/// # Errors
/// Where an engine fails; a part may have moved by then. [`Meeting::Resume`] goes on.
pub fn transfer(
    from: &dyn Transfer,
    to: &dyn Transfer,
    meeting: Meeting,
    progress: &mut dyn FnMut(),
) -> Result<u64, TransferError> {
    let mut there: HashMap<u64, u64> = HashMap::new();
    to.export(&mut |item| *there.entry(item.print()).or_default() += 1)?;
    let found: u64 = there.values().sum();
    if found > 0 && meeting == Meeting::Refuse {
        return Err(TransferError::NotEmpty(found));
    }
    let mut moving = Moving {
        to,
        waiting: HashMap::new(),
        moved: 0,
        error: None,
        progress,
    };
    from.export(&mut |item| {
        let already = there.get_mut(&item.print()).filter(|count| **count > 0);
        match already {
            Some(count) => *count -= 1,
            None => moving.take(item),
        }
    })?;
    moving.finish()
}

struct Moving<'a> {
    to: &'a dyn Transfer,
    waiting: HashMap<Tenant, Vec<Write>>,
    moved: u64,
    error: Option<TransferError>,
    progress: &'a mut dyn FnMut(),
}

impl Moving<'_> {
    fn take(&mut self, item: Item) {
        if self.error.is_some() {
            return;
        }
        let result = match item {
            Item::Value {
                tenant,
                space,
                key,
                value,
                keep,
            } => self.write(
                &tenant,
                Write::Set {
                    space,
                    key,
                    value,
                    keep,
                },
            ),
            Item::Document {
                tenant,
                document,
                version,
                content,
                content_version,
                operations,
            } => {
                let write = Write::Adopt {
                    document,
                    version,
                    content,
                    content_version,
                    operations,
                };
                self.write(&tenant, write)
            }
            Item::Job(job) => {
                let due = job.due;
                self.write(&job.tenant.clone(), schedule(job, due))
            }
            Item::Aside(aside) => self.put_aside(aside),
        };
        self.moved += 1;
        (self.progress)();
        self.error = result.err();
    }

    fn write(&mut self, tenant: &Tenant, write: Write) -> Result<(), TransferError> {
        let waiting = self.waiting.entry(tenant.clone()).or_default();
        waiting.push(write);
        if waiting.len() < AT_ONCE {
            return Ok(());
        }
        let writes = std::mem::take(waiting);
        self.commit(tenant.clone(), writes)
    }

    /// It is due before all others, claimed, and given up.
    fn put_aside(&mut self, aside: Aside) -> Result<(), TransferError> {
        let tenant = aside.job.tenant.clone();
        // What a move that was broken off left between the two is this one.
        if self.to.next_due() != Some(Millis(0)) {
            self.commit(tenant, vec![schedule(aside.job, Millis(0))])?;
        }
        for job in self.to.claim(Millis(0), Millis(u64::MAX >> 12), 1)? {
            self.to.fail(&job, &aside.reason, None)?;
        }
        Ok(())
    }

    fn commit(&self, tenant: Tenant, writes: Vec<Write>) -> Result<(), TransferError> {
        let batch = Batch {
            tenant,
            reads: Reads::default(),
            writes,
            completes: None,
            now: Millis(0),
        };
        match self.to.commit(batch) {
            Ok(_) => Ok(()),
            Err(CommitError::Unavailable(error) | CommitError::Unknown(error)) => Err(error.into()),
            Err(error) => Err(TransferError::Refused(error)),
        }
    }

    fn finish(mut self) -> Result<u64, TransferError> {
        if let Some(error) = self.error {
            return Err(error);
        }
        for (tenant, writes) in std::mem::take(&mut self.waiting) {
            self.commit(tenant, writes)?;
        }
        Ok(self.moved)
    }
}

fn schedule(job: Job, due: Millis) -> Write {
    Write::Schedule {
        kind: job.kind,
        room: job.room.to_string(),
        key: job.key.map(|key| key.to_string()),
        name: job.name.to_string(),
        payload: job.payload,
        due,
    }
}

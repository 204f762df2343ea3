//! What is done later: scheduled events and outgoing webhooks.

use std::sync::Arc;

use crate::{Json, Millis, Tenant};

/// A job's name, unique over all tenants.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct JobId(pub Arc<str>);

/// What kind of job.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The logic's `handleEvent`.
    Event,
    /// A call to another server.
    Webhook,
}

/// A job that was claimed.
#[derive(Debug, Clone, PartialEq)]
pub struct Job {
    /// Its name.
    pub id: JobId,
    /// Whose it is.
    pub tenant: Tenant,
    /// What kind.
    pub kind: Kind,
    /// The room that scheduled it.
    pub room: Arc<str>,
    /// The key under which it was scheduled.
    pub key: Option<Arc<str>>,
    /// The event's type or the webhook's name.
    pub name: Arc<str>,
    /// Its payload.
    pub payload: Json,
    /// When it was due.
    pub due: Millis,
    /// How often it was tried, this time included. A claim that runs out is not counted.
    pub attempt: u32,
    /// What tells this claim from others of the same job. The engine's own.
    pub claim: u64,
}

impl Job {
    /// The job as it is given back where nobody has tried it.
    #[must_use]
    pub fn untried(&self) -> Job {
        Job {
            attempt: self.attempt.saturating_sub(1),
            ..self.clone()
        }
    }
}

/// A job that was put aside.
#[derive(Debug, Clone, PartialEq)]
pub struct Aside {
    /// The job as it was last claimed.
    pub job: Job,
    /// Why.
    pub reason: String,
}

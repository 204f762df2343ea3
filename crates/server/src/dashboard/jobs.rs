//! What is done later, and what was given up; the latter is let go once more.

use buildamp_engine::{Aside, Job, Kind, Tenant, Unavailable};
use serde::Serialize;

use super::Shown;
use crate::Node;
use crate::recurring::without_mark;
use crate::webhooks::GivenUp;

/// How many jobs are looked at, of all tenants.
const LOOKED: usize = 200;

/// How many of those that were put aside are looked at to count them.
pub(super) const COUNTED: usize = 100;

/// How many are looked through for one that is named.
const SOUGHT: usize = 100_000;

/// The most bytes of a payload that are shown.
const PAYLOAD: usize = 4 << 10;

/// What is due and what was given up.
#[derive(Debug, Serialize)]
pub struct Jobs {
    now: u64,
    /// The soonest first.
    waiting: Vec<WaitingJob>,
    /// The newest first.
    given_up: Vec<GivenUpJob>,
    /// Whether there may be more than was looked at.
    is_part: bool,
}

#[derive(Debug, Serialize)]
struct WaitingJob {
    kind: &'static str,
    name: String,
    room: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    /// Milliseconds since 1970.
    due: u64,
    /// How often it was tried.
    attempts: u32,
    payload: Shown,
}

#[derive(Debug, Serialize)]
struct GivenUpJob {
    id: String,
    kind: &'static str,
    name: String,
    room: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    key: Option<String>,
    attempts: u32,
    reason: String,
    payload: Shown,
}

fn word(kind: Kind) -> &'static str {
    match kind {
        Kind::Event => "event",
        Kind::Webhook => "webhook",
    }
}

impl Node {
    /// The jobs of a tenant.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    pub fn jobs_shown(&self, tenant: &Tenant) -> Result<Jobs, Unavailable> {
        let waiting = self.engine.waiting(LOOKED)?;
        let aside = self.engine.aside(LOOKED)?;
        let is_part = waiting.len() == LOOKED || aside.len() == LOOKED;
        let waiting = waiting.into_iter().filter(|job| job.tenant == *tenant);
        let own = |aside: &Aside| aside.job.tenant == *tenant;
        let aside = aside.into_iter().filter(own);
        Ok(Jobs {
            now: self.clock.now().0,
            waiting: waiting.map(waiting_job).collect(),
            given_up: aside.map(given_up_job).collect(),
            is_part,
        })
    }

    /// Lets a job of a tenant that was put aside be due again. False where there is none.
    ///
    /// # Errors
    /// Where the engine can't be reached.
    pub fn replay_of(&self, tenant: &Tenant, id: &str) -> Result<bool, Unavailable> {
        let all = self.engine.aside(SOUGHT)?;
        let is_meant = |aside: &Aside| aside.job.tenant == *tenant && *aside.job.id.0 == *id;
        Ok(all.iter().any(is_meant) && self.replay(id)?)
    }
}

fn waiting_job(job: Job) -> WaitingJob {
    let shown = GivenUp::of(Aside {
        job: job.clone(),
        reason: String::new(),
    });
    WaitingJob {
        kind: word(job.kind),
        name: without_mark(&shown.name).to_owned(),
        room: shown.room,
        key: shown.key,
        due: job.due.0,
        attempts: job.attempt,
        payload: Shown::new(&shown.payload, PAYLOAD),
    }
}

fn given_up_job(aside: Aside) -> GivenUpJob {
    let shown = GivenUp::of(aside);
    GivenUpJob {
        id: shown.id,
        kind: word(shown.kind),
        name: without_mark(&shown.name).to_owned(),
        room: shown.room,
        key: shown.key,
        attempts: shown.attempts,
        reason: shown.reason,
        payload: Shown::new(&shown.payload, PAYLOAD),
    }
}

//! The webhooks that this node has claimed, until what became of them is stored: each under its newest claim.
//!
//! A claim that runs out while its job waits here is renewed by the engine's giving the job again. It refuses to send or store anything.

use std::collections::HashMap;
use std::collections::hash_map::Entry;
use std::sync::{Arc, Mutex, MutexGuard};

use buildamp_engine::{Job, JobId, Millis};

use super::told::Letter;

/// How long it is remembered that a call was delivered which could not be stored, in milliseconds: longer than any claim.
const REMEMBERED: u64 = 700_000;

/// By their names.
#[derive(Default)]
pub(super) struct Held(Mutex<HashMap<JobId, One>>);

struct One {
    /// Under its newest claim.
    job: Job,
    /// Until when that lasts at least.
    until: Millis,
    /// Its receiver has it; only that is not stored yet.
    delivered: Option<Arc<Delivered>>,
}

/// A call that its receiver has.
pub(super) struct Delivered {
    pub(super) letter: Letter,
    pub(super) status: u16,
    pub(super) answer: String,
    pub(super) at: Millis,
}

/// Whether a job is known here.
pub(super) enum Known {
    /// No: it is to be sent.
    New,
    /// Yes: it goes on under its new claim.
    OnItsWay,
    /// Yes, and it needs not be sent again.
    Delivered(Arc<Delivered>),
}

impl Held {
    fn all(&self) -> MutexGuard<'_, HashMap<JobId, One>> {
        self.0.lock().expect("nobody panics while holding it")
    }

    /// Holds a job under the claim that it comes with, which lasts until then.
    pub(super) fn hold(&self, job: &Job, until: Millis) -> Known {
        let job = job.clone();
        match self.all().entry(job.id.clone()) {
            Entry::Vacant(place) => {
                place.insert(One {
                    job,
                    until,
                    delivered: None,
                });
                Known::New
            }
            Entry::Occupied(mut place) => {
                place.get_mut().job = job;
                place.get_mut().until = until;
                match &place.get().delivered {
                    Some(delivered) => Known::Delivered(delivered.clone()),
                    None => Known::OnItsWay,
                }
            }
        }
    }

    /// The job under its newest claim.
    pub(super) fn find(&self, id: &JobId) -> Option<Job> {
        self.all().get(id).map(|one| one.job.clone())
    }

    /// The same with the end of that claim.
    pub(super) fn claim(&self, id: &JobId) -> Option<(Job, Millis)> {
        let all = self.all();
        all.get(id).map(|one| (one.job.clone(), one.until))
    }

    /// Notes that a claim lasts longer.
    pub(super) fn lasts(&self, id: &JobId, claim: u64, until: Millis) {
        if let Some(one) = self.all().get_mut(id).filter(|one| one.job.claim == claim) {
            one.until = until;
        }
    }

    /// Whether it is no longer held here: not where it has come under another claim meanwhile.
    pub(super) fn let_go(&self, id: &JobId, claim: u64) -> bool {
        let mut all = self.all();
        if all.get(id).is_some_and(|one| one.job.claim == claim) {
            all.remove(id);
        }
        !all.contains_key(id)
    }

    /// Notes that a job's receiver has it.
    pub(super) fn mark(&self, id: &JobId, delivered: &Arc<Delivered>) {
        let now = delivered.at.0;
        let mut all = self.all();
        // Others have claimed these since, and done them.
        all.retain(|_, one| {
            let at = one.delivered.as_ref().map(|delivered| delivered.at.0);
            at.is_none_or(|at| now < at.saturating_add(REMEMBERED))
        });
        if let Some(one) = all.get_mut(id) {
            one.delivered = Some(delivered.clone());
        }
    }

    /// Ends a job by what is done with it under its newest claim. Where that ran out in the middle nothing was done, and the next
    /// one is taken.
    pub(super) fn settle(&self, id: &JobId, act: impl Fn(&Job)) {
        while let Some(job) = self.find(id) {
            act(&job);
            if self.let_go(id, job.claim) {
                return;
            }
        }
    }
}

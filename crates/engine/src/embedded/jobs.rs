//! Jobs that wait, are claimed, or were put aside.
//!
//! Every change is worked out first, as [`Change`]s that say what is so afterwards, and applied later: between the two
//! it is made durable.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::sync::Arc;

use crate::{Aside, Job, JobId, Kind, Millis, Tenant};

/// Under what a job can be replaced.
pub(crate) type Name = (Tenant, Kind, Arc<str>);

/// A job as it stands.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    /// Its attempts are those that have ended.
    pub(crate) job: Job,
    /// Later ones were scheduled later.
    pub(crate) order: u64,
    /// Until when it is claimed.
    pub(crate) claimed: Option<Millis>,
}

/// What is so afterwards.
#[derive(Debug, Clone)]
pub(crate) enum Change {
    /// A job stands like this.
    Put(Standing),
    /// There is no such job.
    Remove(JobId),
    /// A job was put aside, in this order.
    Aside(u64, Aside),
}

/// All jobs.
#[derive(Debug, Default)]
pub(crate) struct Jobs {
    all: HashMap<JobId, Standing>,
    waiting: BTreeSet<(Millis, u64, JobId)>,
    claimed: BTreeSet<(Millis, JobId)>,
    names: HashMap<Name, JobId>,
    aside: BTreeMap<u64, Aside>,
    aside_order: HashMap<JobId, u64>,
    orders: u64,
}

impl Jobs {
    /// What the next job's place in the order is.
    pub(crate) fn next_order(&self) -> u64 {
        self.orders
    }

    /// Whether this claim is the job's last, and nobody ended it.
    pub(crate) fn holds(&self, job: &Job) -> bool {
        let standing = self.all.get(&job.id);
        standing.is_some_and(|found| found.claimed.is_some() && found.job.claim == job.claim)
    }

    /// The job that waits under a name. One that is claimed does not wait.
    pub(crate) fn waiting_under(&self, name: &Name, now: Millis) -> Option<JobId> {
        let standing = self.all.get(self.names.get(name)?)?;
        let claimed = standing.claimed.is_some_and(|until| now < until);
        (!claimed).then(|| standing.job.id.clone())
    }

    pub(crate) fn next_due(&self) -> Option<Millis> {
        let waiting = self.waiting.first().map(|(due, ..)| *due);
        let claimed = self.claimed.first().map(|(until, _)| *until);
        [waiting, claimed].into_iter().flatten().min()
    }

    /// Claims what is due, oldest first, under a new number.
    pub(crate) fn claim(&self, now: Millis, until: Millis, most: usize, claim: u64) -> Claimed {
        let mut changes = Vec::new();
        let mut due = Vec::new();
        for (end, id) in &self.claimed {
            if *end > now {
                break;
            }
            match self.all.get(id) {
                Some(late) if self.is_replaced(&late.job) => {
                    changes.push(Change::Remove(id.clone()))
                }
                Some(late) => due.push(late),
                None => {}
            }
        }
        let waiting = self.waiting.iter().take_while(|(due, ..)| *due <= now);
        due.extend(waiting.take(most).filter_map(|(.., id)| self.all.get(id)));
        due.sort_by_key(|standing| (standing.job.due, standing.order));
        due.truncate(most);
        let mut jobs = Vec::with_capacity(due.len());
        for standing in due {
            let mut standing = standing.clone();
            standing.job.claim = claim;
            standing.claimed = Some(until);
            let mut job = standing.job.clone();
            job.attempt += 1;
            jobs.push(job);
            changes.push(Change::Put(standing));
        }
        Claimed { jobs, changes }
    }

    /// Lets a claim last longer; never shorter. Nothing where it is no longer held.
    pub(crate) fn extend(&self, job: &Job, until: Millis) -> Vec<Change> {
        let held = self.all.get(&job.id).filter(|_| self.holds(job));
        let longer = held.map(|standing| Standing {
            claimed: standing.claimed.max(Some(until)),
            ..standing.clone()
        });
        Vec::from_iter(longer.map(Change::Put))
    }

    /// Gives a claimed job back. Nothing where the claim is no longer held.
    pub(crate) fn fail(&self, job: &Job, reason: &str, again: Option<Millis>) -> Vec<Change> {
        let Some(standing) = self.all.get(&job.id).filter(|_| self.holds(job)) else {
            return Vec::new();
        };
        match again {
            Some(_) if self.is_replaced(job) => vec![Change::Remove(job.id.clone())],
            Some(due) => {
                let mut standing = standing.clone();
                standing.job.due = due;
                standing.job.attempt = job.attempt;
                standing.claimed = None;
                vec![Change::Put(standing)]
            }
            None => {
                let job = Job {
                    attempt: job.attempt,
                    ..standing.job.clone()
                };
                let reason = reason.to_owned();
                vec![Change::Aside(self.orders, Aside { job, reason })]
            }
        }
    }

    /// Lets a job that was put aside wait again. Nothing where there is none.
    pub(crate) fn retry(&self, id: &JobId, now: Millis) -> Vec<Change> {
        let order = self.aside_order.get(id);
        let Some(aside) = order.and_then(|order| self.aside.get(order)) else {
            return Vec::new();
        };
        let mut job = aside.job.clone();
        job.due = now;
        // Another has taken its name meanwhile: that one keeps it.
        if job.key.is_some() && self.is_replaced(&job) {
            job.key = None;
        }
        let order = self.orders;
        vec![Change::Put(Standing {
            job,
            order,
            claimed: None,
        })]
    }

    /// Those that wait, the soonest due first.
    pub(crate) fn soonest(&self, most: usize) -> Vec<Job> {
        let waiting = self.waiting.iter().take(most);
        let standing = waiting.filter_map(|(.., id)| self.all.get(id));
        standing.map(|standing| standing.job.clone()).collect()
    }

    /// Those that wait or are claimed.
    pub(crate) fn all(&self) -> impl Iterator<Item = &Job> {
        self.all.values().map(|standing| &standing.job)
    }

    /// Those put aside, newest first.
    pub(crate) fn aside(&self, most: usize) -> Vec<Aside> {
        self.aside.values().rev().take(most).cloned().collect()
    }

    pub(crate) fn apply(&mut self, change: Change) {
        match change {
            Change::Put(standing) => self.put(standing),
            Change::Remove(id) => self.remove(&id),
            Change::Aside(order, aside) => {
                let id = aside.job.id.clone();
                self.remove(&id);
                self.orders = self.orders.max(order + 1);
                self.aside_order.insert(id, order);
                self.aside.insert(order, aside);
            }
        }
    }

    fn put(&mut self, standing: Standing) {
        let (id, order) = (standing.job.id.clone(), standing.order);
        self.unlist(&id);
        self.orders = self.orders.max(order + 1);
        if let Some(name) = name(&standing.job) {
            let other = self.names.get(&name).and_then(|other| self.all.get(other));
            if other.is_none_or(|other| other.order <= order) {
                self.names.insert(name, id.clone());
            }
        }
        match standing.claimed {
            Some(until) => self.claimed.insert((until, id.clone())),
            None => self.waiting.insert((standing.job.due, order, id.clone())),
        };
        self.all.insert(id, standing);
    }

    fn remove(&mut self, id: &JobId) {
        self.unlist(id);
        let Some(standing) = self.all.remove(id) else {
            return;
        };
        if let Some(name) = name(&standing.job)
            && self.names.get(&name) == Some(id)
        {
            self.names.remove(&name);
        }
    }

    /// Takes a job off the lists, and from those put aside.
    fn unlist(&mut self, id: &JobId) {
        if let Some(standing) = self.all.get(id) {
            match standing.claimed {
                Some(until) => self.claimed.remove(&(until, id.clone())),
                None => {
                    let place = (standing.job.due, standing.order, id.clone());
                    self.waiting.remove(&place)
                }
            };
        }
        if let Some(order) = self.aside_order.remove(id) {
            self.aside.remove(&order);
        }
    }

    /// Whether a later job has taken its name.
    fn is_replaced(&self, job: &Job) -> bool {
        name(job).is_some_and(|name| self.names.get(&name).is_some_and(|other| *other != job.id))
    }
}

/// What a claim gives, and what makes it so.
pub(crate) struct Claimed {
    pub(crate) jobs: Vec<Job>,
    pub(crate) changes: Vec<Change>,
}

/// Under what a job can be replaced, where it can.
pub(crate) fn name(job: &Job) -> Option<Name> {
    Some((job.tenant.clone(), job.kind, job.key.clone()?))
}

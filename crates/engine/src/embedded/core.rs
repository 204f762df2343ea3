//! How a commit happens: checked, worked out, applied, delivered; one at a time.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use super::Options;
use super::cells::Version;
use super::check::unchanged;
use super::held::Held;
use super::jobs::Change;
use super::outbox::Outbox;
use super::plan::{Put, Step, plan};
use super::presence;
use super::state::{Spot, State};
use super::sync::{lock, read, write};
use crate::{Batch, CommitError, Delivery, Job, Millis, Receipt, Tenant, Unavailable};

/// How long what expired stays in memory, for those whose clock is a little behind.
const GRACE: u64 = 10_000;

/// How many cells are let go of at a time: others wait meanwhile.
const CHUNK: usize = 512;

/// What all threads share.
pub(crate) struct Core {
    pub(crate) options: Options,
    pub(crate) state: std::sync::RwLock<State>,
    pub(crate) held: Held,
    pub(crate) outbox: Outbox,
    writer: Mutex<Writer>,
    closed: AtomicBool,
}

/// What only one thread at a time may do.
struct Writer {
    /// The last commit at the sweep before: a removed cell stays for at least so long.
    swept: u64,
}

impl Core {
    pub(crate) fn new(options: Options) -> Self {
        Self {
            options,
            state: std::sync::RwLock::new(State::new(0)),
            held: Held::default(),
            outbox: Outbox::new(u64::MAX),
            writer: Mutex::new(Writer { swept: 0 }),
            closed: AtomicBool::new(false),
        }
    }

    pub(crate) fn ready(&self) -> Result<(), Unavailable> {
        match self.closed.load(Ordering::SeqCst) {
            false => Ok(()),
            true => Err(Unavailable("the engine was closed".into())),
        }
    }

    pub(crate) fn close(&self) {
        // Whoever commits ends first.
        let _writer = lock(&self.writer);
        self.closed.store(true, Ordering::SeqCst);
    }

    pub(crate) fn commit(&self, batch: Batch) -> Result<Receipt, CommitError> {
        let writer = lock(&self.writer);
        self.ready()?;
        let tenant = batch.tenant.clone();
        let known = read(&self.state).find(&tenant);
        let estate = known.unwrap_or_else(|| write(&self.state).settle(&tenant));
        let state = read(&self.state);
        if !unchanged(&state, estate, &batch.reads, batch.now) {
            return Err(CommitError::Conflict);
        }
        let commit = state.commit + 1;
        let steps = plan(&state, &self.options, estate, commit, batch)?;
        drop(state);
        let lanes = self.happen(&tenant, estate, commit, steps);
        drop(writer);
        lanes.into_iter().for_each(|lane| self.outbox.drain(lane));
        Ok(Receipt(commit))
    }

    pub(crate) fn claim(
        &self,
        now: Millis,
        until: Millis,
        most: usize,
    ) -> Result<Vec<Job>, Unavailable> {
        let _writer = lock(&self.writer);
        self.ready()?;
        let state = read(&self.state);
        let commit = state.commit + 1;
        let claimed = state.jobs.claim(now, until, most, commit);
        drop(state);
        self.change_jobs(commit, claimed.changes);
        Ok(claimed.jobs)
    }

    /// Changes jobs beside any batch, as it is worked out from how they stand. Whether anything changed.
    pub(crate) fn change(
        &self,
        work_out: impl Fn(&State) -> Vec<Change>,
    ) -> Result<bool, Unavailable> {
        let _writer = lock(&self.writer);
        self.ready()?;
        let state = read(&self.state);
        let (commit, changes) = (state.commit + 1, work_out(&state));
        drop(state);
        let changed = !changes.is_empty();
        self.change_jobs(commit, changes);
        Ok(changed)
    }

    fn change_jobs(&self, commit: u64, changes: Vec<Change>) {
        if changes.is_empty() {
            return;
        }
        let mut state = write(&self.state);
        state.commit = commit;
        changes.into_iter().for_each(|c| state.jobs.apply(c));
    }

    /// Lets it happen. The lanes that have something to deliver.
    fn happen(&self, tenant: &Tenant, estate: usize, commit: u64, steps: Vec<Step>) -> Vec<usize> {
        let deliveries: Vec<Delivery> = steps.iter().filter_map(Step::delivery).collect();
        let mut state = write(&self.state);
        // Whoever takes a snapshot waits for the state: none is missed.
        let oldest = self.held.oldest();
        for step in steps {
            self.apply(&mut state, estate, commit, oldest, step);
        }
        state.commit = commit;
        drop(state);
        let push = |delivery| self.outbox.push(commit, tenant, delivery);
        deliveries.into_iter().map(push).collect()
    }

    fn apply(&self, state: &mut State, estate: usize, commit: u64, oldest: u64, step: Step) {
        match step {
            Step::Put(put) => {
                let Put { area, key, .. } = put;
                let version = Version {
                    at: commit,
                    until: put.until,
                    number: put.number,
                    value: put.value,
                };
                state.put(Spot { estate, area, key }, version, oldest);
            }
            Step::Broadcast(broadcast) => state.number(estate, broadcast, self.options.history),
            Step::Job(change) => state.jobs.apply(change),
            Step::Move(step) => presence::apply(state, estate, &step, commit, oldest),
            Step::Direct(_) | Step::Control(_) => {}
        }
    }

    pub(crate) fn sweep(&self, now: Millis) {
        let settled = {
            let mut writer = lock(&self.writer);
            let commit = read(&self.state).commit;
            std::mem::replace(&mut writer.swept, commit)
        };
        let (cells, rooms) = read(&self.state).chores();
        in_chunks(cells, |some| {
            self.apart(|state| state.tidy(self.held.oldest(), settled, some));
        });
        in_chunks(rooms, |some| {
            self.apart(|state| state.trim(now, self.options.history, some));
        });
        let past = Millis(now.0.saturating_sub(GRACE)).min(self.held.earliest());
        while self.apart(|state| state.expire(past, CHUNK)) {}
    }

    /// Changes the state for a moment, while nobody commits.
    fn apart<T>(&self, work: impl FnOnce(&mut State) -> T) -> T {
        let _writer = lock(&self.writer);
        work(&mut write(&self.state))
    }
}

fn in_chunks(mut left: usize, mut work: impl FnMut(usize)) {
    while left > 0 {
        let some = left.min(CHUNK);
        work(some);
        left -= some;
    }
}

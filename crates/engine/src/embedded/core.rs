//! How a commit happens: checked, worked out, written down, applied, delivered; one at a time.

use std::cell::OnceCell;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, RwLock};

use super::cells::Version;
use super::check::unchanged;
use super::disk::Log;
use super::durable::Disk;
use super::held::Held;
use super::jobs::Change;
use super::load::Below;
use super::outbox::{Lanes, Outbox};
use super::plan::{Put, Step, plan};
use super::settle::Waiters;
use super::state::{Spot, State};
use super::sweep::Cleaning;
use super::sync::{lock, read, write};
use super::workers::Bells;
use super::{Durability, Options};
use crate::{Batch, CommitError, Delivery, Job, Millis, Receipt, Tenant, Unavailable};

/// How long what expired stays, in milliseconds, for those whose clock is a little behind.
pub(crate) const GRACE: u64 = 10_000;

/// What all threads share.
///
/// Locks are taken in this order: the writer, the state, the others. None is held while a listener or a callback runs.
pub(crate) struct Core {
    pub(crate) options: Options,
    pub(crate) state: RwLock<State>,
    pub(crate) held: Held,
    pub(crate) outbox: Outbox,
    pub(crate) waiters: Waiters,
    pub(crate) writer: Mutex<Writer>,
    pub(crate) disk: Option<Disk>,
    pub(crate) bells: Bells,
    pub(crate) cleaning: Mutex<Cleaning>,
    /// Held while the log is taken into the store. Before all other locks.
    pub(crate) folding: Mutex<()>,
    closed: AtomicBool,
}

/// What only one thread at a time may do: it commits.
pub(crate) struct Writer {
    /// The last commit at the sweep before: a removed cell stays for at least so long.
    pub(crate) swept: u64,
    /// `None` without a disk, and once it is closed.
    pub(crate) log: Option<Log>,
    /// Where records are put together.
    pub(crate) record: Vec<u8>,
}

impl Core {
    pub(crate) fn new(options: Options, disk: Option<(Disk, Log)>, commit: u64) -> Self {
        let (disk, log) = disk.unzip();
        let settled = match options.durability {
            Durability::Fsync => commit,
            Durability::Interval | Durability::Memory => u64::MAX,
        };
        Self {
            options,
            state: RwLock::new(State::new(commit, disk.is_some())),
            held: Held::default(),
            outbox: Outbox::new(settled),
            waiters: Waiters::new(settled),
            writer: Mutex::new(Writer {
                swept: commit,
                log,
                record: Vec::new(),
            }),
            disk,
            bells: Bells::default(),
            cleaning: Mutex::default(),
            folding: Mutex::default(),
            closed: AtomicBool::new(false),
        }
    }

    pub(crate) fn ready(&self) -> Result<(), Unavailable> {
        match self.closed.load(Ordering::SeqCst) {
            false => Ok(()),
            true => Err(Unavailable("the engine was closed".into())),
        }
    }

    /// From now on nothing happens any more. Whether anything did so far.
    pub(crate) fn end(&self) -> bool {
        // Whoever commits comes to an end first.
        let _writer = lock(&self.writer);
        !self.closed.swap(true, Ordering::SeqCst)
    }

    pub(crate) fn commit(&self, batch: Batch) -> Result<Receipt, CommitError> {
        let mut writer = lock(&self.writer);
        self.ready()?;
        let tenant = batch.tenant.clone();
        let (state, estate) = self.brought(&batch)?;
        let below = Below {
            core: self,
            tenant: &tenant,
        };
        if !unchanged(&state, estate, &batch.reads, batch.now, &below) {
            return Err(CommitError::Conflict);
        }
        let commit = state.commit + 1;
        let steps = plan(&state, &self.options, estate, commit, batch)?;
        drop(state);
        self.write_down(&mut writer, &tenant, commit, &steps)?;
        let lanes = self.happen(&tenant, estate, commit, steps);
        let settled = self.settles_now(&writer);
        drop(writer);
        if settled {
            self.settle(commit);
        }
        self.outbox.drain_those(lanes);
        Ok(Receipt(commit))
    }

    pub(crate) fn claim(
        &self,
        now: Millis,
        until: Millis,
        most: usize,
    ) -> Result<Vec<Job>, Unavailable> {
        let mut jobs = Vec::new();
        self.change(|state| {
            let claimed = state.jobs.claim(now, until, most, state.commit + 1);
            jobs = claimed.jobs;
            claimed.changes
        })?;
        Ok(jobs)
    }

    /// Changes jobs beside any batch, as it is worked out from how they stand. Whether anything changed.
    pub(crate) fn change(
        &self,
        work_out: impl FnOnce(&State) -> Vec<Change>,
    ) -> Result<bool, Unavailable> {
        let mut writer = lock(&self.writer);
        self.ready()?;
        let state = read(&self.state);
        let (commit, changes) = (state.commit + 1, work_out(&state));
        drop(state);
        if changes.is_empty() {
            return Ok(false);
        }
        let steps: Vec<Step> = changes.into_iter().map(Step::Job).collect();
        // Jobs name their tenants themselves.
        let nobody = Tenant("".into());
        self.write_down(&mut writer, &nobody, commit, &steps)?;
        let mut state = write(&self.state);
        for step in steps {
            if let Step::Job(change) = step {
                state.jobs.apply(change);
            }
        }
        state.commit = commit;
        drop(state);
        self.settles_now(&writer);
        Ok(true)
    }

    /// Lets it happen. The lanes that have something to deliver.
    fn happen(&self, tenant: &Tenant, estate: usize, commit: u64, steps: Vec<Step>) -> Lanes {
        let mut state = write(&self.state);
        // Whoever takes a snapshot waits for the state: none is missed. Few commits have to know.
        let found = OnceCell::new();
        let oldest = || *found.get_or_init(|| self.held.oldest());
        let steps = steps.into_iter();
        let deliveries = steps.filter_map(|s| self.apply(&mut state, estate, commit, &oldest, s));
        let deliveries: Vec<Delivery> = deliveries.collect();
        state.commit = commit;
        drop(state);
        let mut lanes = Lanes::default();
        for delivery in deliveries {
            lanes.add(self.outbox.push(commit, tenant, delivery));
        }
        lanes
    }

    /// Applies a step; what leaves once it has happened.
    fn apply(
        &self,
        state: &mut State,
        estate: usize,
        commit: u64,
        oldest: &impl Fn() -> u64,
        step: Step,
    ) -> Option<Delivery> {
        match step {
            Step::Put(put) => {
                let Put { area, key, .. } = put;
                let version = Version {
                    at: commit,
                    until: put.until,
                    number: put.number,
                    value: put.value,
                };
                state.put(Spot::new(estate, area, key), version, oldest());
            }
            Step::Broadcast(broadcast) => {
                state.number(estate, commit, &broadcast, self.options.history);
                return Some(Delivery::Broadcast(broadcast));
            }
            Step::Job(change) => state.jobs.apply(change),
            Step::Move(step) => {
                let presence = &mut state.estate_mut(estate).presence;
                presence.apply(&step, commit, oldest());
            }
            Step::Direct(direct) => return Some(Delivery::Direct(direct)),
            Step::Control(control) => return Some(Delivery::Control(control)),
        }
        None
    }
}

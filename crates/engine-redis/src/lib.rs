//! The engine for any number of nodes: state and messages are in Redis 7 or Valkey.
//!
//! A commit is one call of a script, which checks what was read, writes, numbers, remembers and tells all nodes. Each node
//! keeps what it read lately and hears all commits, so that reads mostly take no call.
//!
//! Owns how state is laid out in Redis and how nodes share it. It refuses to decide: what a node's end means for its
//! users is the server's to say, see [`buildamp_engine::Engine::abandoned`].

mod browse;
mod callback;
mod commit;
mod courier;
mod export;
mod histories;
mod jobs;
mod known;
mod link;
mod names;
mod options;
mod pack;
mod packing;
mod partition;
mod place;
mod record;
mod replica;
mod replicas;
mod sentinels;
mod state;
#[cfg(feature = "testing")]
pub mod testing;
mod view;

use std::hash::{Hash, Hasher};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, channel};
use std::sync::{Arc, Mutex, OnceLock, PoisonError};
use std::thread;

use buildamp_engine::{
    Announced, Aside, Batch, CommitError, Committed, Engine, History, Job, JobId, Json, Kept,
    Listener, Membership, Millis, Position, Receipt, Settled, Snapshot, Space, Standing, Stretch,
    Tenant, Unavailable,
};
use redis::Value;
use tokio::runtime::Runtime;

use link::{Args, begin_work, is_at_work, live};
pub use options::{Address, AddressError, Options};
use pack::Packed;
use partition::{Partition, bytes, count, read_receipt, text};
pub use place::Unusable;
use view::{Held, View};

/// How many expired keys are forgotten at once.
const SWEPT: u64 = 500;

/// How long what expired stays, in milliseconds, for those whose clock is a little behind.
const GRACE: u64 = 10_000;

/// An engine whose state is in Redis.
///
/// Dropped without [`Engine::close`] it gives its claims and its lease back all the same, if Redis can be reached.
pub struct Redis {
    partitions: Vec<Arc<Partition>>,
    listener: Arc<OnceLock<Arc<dyn Listener>>>,
    /// Ends when all is delivered.
    delivering: Mutex<Option<Receiver<()>>>,
    runtime: Option<Runtime>,
    /// For calls that have to wait. Nothing but those is done here.
    apart: Option<Runtime>,
    closed: AtomicBool,
}

impl Redis {
    /// Connects to Redis. Not to be called within an asynchronous runtime, for it waits.
    ///
    /// # Errors
    /// Where Redis can't be reached or can't be used, with what to do.
    pub fn open(options: &Options) -> Result<Self, Unusable> {
        if options.prefix.contains(['{', '}']) {
            let text =
                "the prefix of keys has no braces: they tell a cluster what belongs together";
            return Err(Unusable(text.to_owned()));
        }
        // Where the process has chosen one already, that one is used.
        let _ = rustls::crypto::aws_lc_rs::default_provider().install_default();
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(workers(options))
            .thread_name("engine-redis")
            .on_thread_start(begin_work)
            .enable_all()
            .build()
            .map_err(|error| Unusable(format!("a thread can't be started: {error}")))?;
        let apart = tokio::runtime::Builder::new_current_thread()
            .max_blocking_threads(options.threads.max(1))
            .thread_name("engine-waits")
            .build()
            .map_err(|error| Unusable(format!("a thread can't be started: {error}")))?;
        let listener = Arc::new(OnceLock::new());
        let node = format!("{:016x}", rand::random::<u64>());
        let partitions: Vec<Arc<Partition>> = (0..options.partitions.max(1))
            .map(|number| {
                Arc::new(Partition::new(
                    number,
                    options,
                    &node,
                    listener.clone(),
                    [&runtime, &apart].map(|runtime| runtime.handle().clone()),
                ))
            })
            .collect();
        let mut engine = Self {
            partitions,
            listener,
            delivering: Mutex::default(),
            runtime: Some(runtime),
            apart: Some(apart),
            closed: AtomicBool::new(false),
        };
        engine.start()?;
        Ok(engine)
    }

    fn start(&mut self) -> Result<(), Unusable> {
        let (delivers, delivering) = channel();
        for partition in &self.partitions {
            if let Some(runtime) = &self.runtime {
                let (partition, delivers) = (partition.clone(), delivers.clone());
                runtime.spawn(live(partition.clone()));
                runtime.spawn(async move {
                    partition.deliver().await;
                    drop(delivers);
                });
            }
        }
        self.delivering = Mutex::new(Some(delivering));
        for partition in &self.partitions {
            partition.link.first().map_err(Unusable)?;
        }
        Ok(())
    }

    fn partition(&self, tenant: &Tenant) -> &Arc<Partition> {
        let mut hasher = Fnv::default();
        tenant.0.hash(&mut hasher);
        #[allow(clippy::cast_possible_truncation)] // It is less than a count of partitions.
        let number = (hasher.finish() % self.partitions.len() as u64) as usize;
        &self.partitions[number]
    }

    /// Ends as if the process had: nobody is told, the lease goes on.
    #[cfg(feature = "testing")]
    pub fn vanish(&self) {
        if !self.closed.swap(true, Ordering::AcqRel) {
            self.partitions
                .iter()
                .for_each(|partition| partition.close());
        }
    }

    /// How many other nodes use the same state at present.
    ///
    /// # Errors
    /// Where Redis can't be reached.
    pub fn others(&self) -> Result<u64, Unavailable> {
        let partition = &self.partitions[0];
        let answer = partition.ask(&Args::of("others").and(&*partition.node))?;
        count(&answer).ok_or_else(|| Unavailable("the nodes can't be counted".to_owned()))
    }

    fn open_at_all(&self) -> Result<(), Unavailable> {
        match self.closed.load(Ordering::Acquire) {
            true => Err(Unavailable("the engine is closed".to_owned())),
            false => Ok(()),
        }
    }

    /// How many calls of Redis were made, for measurements.
    #[must_use]
    pub fn calls(&self) -> u64 {
        self.partitions
            .iter()
            .map(|partition| partition.link.calls())
            .sum()
    }

    /// False where it was closed before.
    fn end(&self) -> bool {
        if self.closed.swap(true, Ordering::AcqRel) {
            return false;
        }
        for partition in &self.partitions {
            if partition.link.health().is_ok() {
                let farewell = partition.options.farewell.as_millis();
                let detach = Args::of("detach")
                    .and(&*partition.node)
                    .number(partition.options.log)
                    .number(u64::try_from(farewell).unwrap_or(u64::MAX));
                if let Err(error) = partition.ask_once(&detach) {
                    tracing::warn!(%error, "the others find out by themselves that this node has gone");
                }
            }
            partition.close();
        }
        let mut held = (self.delivering.lock()).unwrap_or_else(PoisonError::into_inner);
        let delivering = held.take();
        drop(held);
        // The last to let go of the engine may be a listener, in the middle of a delivery: the rest comes after that.
        if let Some(delivering) = delivering.filter(|_| !is_at_work()) {
            // It only ends; nothing is ever said.
            let _ = delivering.recv();
        }
        true
    }
}

impl Drop for Redis {
    fn drop(&mut self) {
        self.end();
        for runtime in [self.runtime.take(), self.apart.take()] {
            runtime.into_iter().for_each(Runtime::shutdown_background);
        }
    }
}

/// How many threads work on the connections: one for each, as far as the machine has cores.
fn workers(options: &Options) -> usize {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    usize::from(options.partitions.max(1)).min(cores)
}

/// The same on every machine and in every version: where a tenant's state is depends on it.
struct Fnv(u64);

impl Default for Fnv {
    fn default() -> Self {
        Self(0xcbf2_9ce4_8422_2325)
    }
}

impl Hasher for Fnv {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = (self.0 ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3);
        }
    }
}

impl Engine for Redis {
    fn waits(&self) -> bool {
        true
    }

    fn snapshot(&self, tenant: &Tenant, now: Millis) -> Result<Box<dyn Snapshot>, Unavailable> {
        let held = Held::new(self.partition(tenant))?;
        Ok(Box::new(View::new(held, tenant, now)))
    }

    fn snapshot_at_hand(
        &self,
        tenant: &Tenant,
        now: Millis,
    ) -> Result<Box<dyn Snapshot>, Unavailable> {
        let held = Held::at_hand(self.partition(tenant))?;
        Ok(Box::new(View::new(held, tenant, now)))
    }

    fn commit(&self, batch: Batch) -> Result<Receipt, CommitError> {
        self.commit_after(batch, 0)
    }

    fn submit(&self, batch: Batch, then: Committed) {
        commit::submit(self.partition(&batch.tenant), batch, then);
    }

    fn commit_after(&self, batch: Batch, losses: u32) -> Result<Receipt, CommitError> {
        commit::commit(self.partition(&batch.tenant), batch, losses)
    }

    fn when_settled(&self, receipt: Receipt, then: Settled) {
        let (partition, number) = read_receipt(receipt);
        match self.partitions.get(partition) {
            Some(partition) => partition.when_delivered(number, then),
            None => then(Ok(())),
        }
    }

    fn listen(&self, listener: Arc<dyn Listener>) {
        let _ = self.listener.set(listener);
    }

    fn position(&self, tenant: &Tenant, room: &str) -> Result<Position, Unavailable> {
        let partition = self.partition(tenant);
        let held = Held::new(partition)?;
        let epoch = partition.replica().epoch;
        let seq = held.seq(&names::bare(&names::tenant(tenant), room))?;
        Ok(Position { epoch, seq })
    }

    fn history(
        &self,
        tenant: &Tenant,
        room: &str,
        since: Position,
        now: Millis,
    ) -> Result<History, Unavailable> {
        let partition = self.partition(tenant);
        partition
            .link
            .ready(partition.options.patience)
            .map_err(Unavailable)?;
        let epoch = partition.replica().epoch;
        if since.epoch != epoch {
            return Ok(History::TooOld);
        }
        let bare = names::bare(&names::tenant(tenant), room);
        let args = Args::of("read")
            .number(epoch)
            .and("history")
            .and(bare)
            .number(since.seq);
        let answer = partition.ask(&args)?;
        let found = || {
            let Value::Array(parts) = &answer else {
                return None;
            };
            let Value::Array(found) = parts.get(2)? else {
                return None;
            };
            let seq = count(found.first()?)?;
            read_history(room, since, seq, &found[1..], now, &partition.options)
        };
        found().ok_or_else(|| {
            Unavailable("what is stored of rooms is not what this version stores".to_owned())
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
        self.open_at_all()?;
        let (partition, tenant) = (self.partition(tenant), names::tenant(tenant));
        match kept {
            Kept::Values => {
                browse::values(partition, &tenant, Space::Values, prefix, from, most, now)
            }
            Kept::Games => {
                browse::values(partition, &tenant, Space::Games, prefix, from, most, now)
            }
            Kept::Documents => browse::documents(partition, &tenant, prefix, from, most),
        }
    }

    fn claim(&self, now: Millis, until: Millis, most: usize) -> Result<Vec<Job>, Unavailable> {
        jobs::claim(&self.partitions, now, until, most)
    }

    fn next_due(&self) -> Option<Millis> {
        self.partitions
            .iter()
            .filter_map(|partition| partition.replica().due)
            .min()
    }

    fn waiting(&self, most: usize) -> Result<Vec<Job>, Unavailable> {
        self.open_at_all()?;
        jobs::soonest(&self.partitions, most)
    }

    fn extend(&self, job: &Job, until: Millis) -> Result<bool, Unavailable> {
        self.open_at_all()?;
        jobs::extend(&self.partitions, job, until)
    }

    fn fail(&self, job: &Job, reason: &str, again: Option<Millis>) -> Result<(), Unavailable> {
        self.open_at_all()?;
        jobs::fail(&self.partitions, job, reason, again)
    }

    fn aside(&self, most: usize) -> Result<Vec<Aside>, Unavailable> {
        jobs::aside(&self.partitions, most)
    }

    fn retry(&self, id: &JobId, now: Millis) -> Result<bool, Unavailable> {
        self.open_at_all()?;
        jobs::retry(&self.partitions, id, now)
    }

    fn abandoned(&self, most: usize) -> Result<Vec<Membership>, Unavailable> {
        let mut all = Vec::new();
        for partition in &self.partitions {
            let args = Args::of("abandoned")
                .and(&*partition.node)
                .number((most - all.len()) as u64);
            if let Value::Array(seats) = partition.ask(&args)? {
                all.extend(seats.iter().filter_map(bytes).filter_map(read_seat));
            }
        }
        Ok(all)
    }

    fn announce(&self, what: &Json) -> Result<(), Unavailable> {
        let partition = &self.partitions[0];
        let args = Args::of("announce").and(&*partition.node).and(&**what);
        partition.ask_once(&args).map(drop)
    }

    fn nodes(&self) -> Result<Vec<Announced>, Unavailable> {
        let partition = &self.partitions[0];
        let Value::Array(told) = partition.ask(&Args::of("nodes"))? else {
            return Ok(Vec::new());
        };
        let each = told
            .iter()
            .filter_map(|node| read_node(node, &partition.node));
        Ok(each.collect())
    }

    fn sweep(&self, now: Millis) {
        for partition in &self.partitions {
            if partition.link.health().is_err() {
                continue;
            }
            let options = &partition.options;
            let args = || {
                Args::of("sweep")
                    .and(&*partition.node)
                    .number(now.0)
                    .number(SWEPT)
            };
            // Until it has caught up, but not for ever: the next sweep goes on.
            for _ in 0..20 {
                match partition.ask_once(&args().number(options.log).number(GRACE)) {
                    Ok(answer) if count(&answer) == Some(SWEPT) => {}
                    Ok(_) => break,
                    Err(error) => {
                        tracing::warn!(%error, "what has expired can't be forgotten at present");
                        break;
                    }
                }
            }
        }
    }

    fn health(&self) -> Result<(), Unavailable> {
        let each = self
            .partitions
            .iter()
            .map(|partition| partition.link.health().map_err(Unavailable));
        each.collect()
    }

    fn close(&self) -> Result<(), Unavailable> {
        self.end();
        Ok(())
    }
}

/// What came after a position, where all of it is still known.
fn read_history(
    room: &str,
    since: Position,
    seq: u64,
    entries: &[Value],
    now: Millis,
    options: &Options,
) -> Option<History> {
    let Some(missed) = seq.checked_sub(since.seq) else {
        return Some(History::TooOld);
    };
    // More may be there, for Redis lets go of many at a time.
    if missed > options.history as u64 {
        return Some(History::TooOld);
    }
    let mut known = Vec::new();
    for entry in entries.chunks_exact(2) {
        let number = text(&entry[0])?.split('-').next()?.parse().ok()?;
        let position = Position {
            epoch: since.epoch,
            seq: number,
        };
        known.push(record::read_broadcast(room, position, bytes(&entry[1])?)?);
    }
    let old = |broadcast: &buildamp_engine::Broadcast| {
        broadcast.at.0.saturating_add(options.age.0) < now.0
    };
    let whole = known.len() as u64 == missed && !known.iter().any(old);
    Some(match whole {
        true => History::Whole(known),
        false => History::TooOld,
    })
}

/// What a node said of itself, as the script gives it.
fn read_node(told: &Value, own: &str) -> Option<Announced> {
    let Value::Array(parts) = told else {
        return None;
    };
    let [node, standing, silent, what] = parts.as_slice() else {
        return None;
    };
    Some(Announced {
        what: text(what)?.into(),
        silent: text(silent)?.parse().ok()?,
        standing: match text(standing)? {
            "alive" => Standing::Alive,
            "lost" => Standing::Lost,
            _ => Standing::Left,
        },
        is_own: text(node)? == own,
    })
}

/// A seat as the scripts note it: room, user, and the two together with the connection.
fn read_seat(mut packed: &[u8]) -> Option<Membership> {
    let parts = Packed::take(&mut packed)?.items()?;
    let [room, _, seat] = <[Packed<'_>; 3]>::try_from(parts).ok()?;
    let (tenant, room) = names::split(room.str()?)?;
    let (user, connection) = names::member(seat.str()?)?;
    Some(Membership {
        tenant,
        room: room.into(),
        user: user.into(),
        connection: connection.into(),
    })
}

//! What tests of engines on one Redis have in common: batches, counts that are raised, and what was heard.

#![allow(dead_code, reason = "each test has what it needs")]

pub(crate) mod proxy;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::thread;
use std::time::{Duration, Instant};

use buildamp_engine::{
    Batch, CommitError, Delivery, Engine, Keep, Listener, Millis, Position, Reads, Snapshot, Space,
    Tenant, Weight, Write,
};
use buildamp_engine_redis::{Options, Redis};

pub(crate) const LONG: Duration = Duration::from_secs(60);

pub(crate) fn tenant() -> Tenant {
    Tenant("t".into())
}

pub(crate) fn set(key: String, value: String) -> Write {
    Write::Set {
        space: Space::Values,
        key,
        value: value.into(),
        keep: Keep::Always,
    }
}

pub(crate) fn broadcast(room: &str, message: String) -> Write {
    Write::Broadcast {
        room: room.to_owned(),
        message: message.into(),
        exclude: Vec::new(),
        weight: Weight::Normal,
    }
}

pub(crate) fn batch(reads: Reads, writes: Vec<Write>) -> Batch {
    Batch {
        tenant: tenant(),
        reads,
        writes,
        completes: None,
        now: Millis(1),
    }
}

pub(crate) fn number(snapshot: &mut dyn Snapshot, key: &str) -> u64 {
    let found = snapshot.get(Space::Values, key).expect("reached");
    found.map_or(0, |found| found.parse().expect("a number"))
}

pub(crate) fn stored(engine: &Redis, key: &str) -> u64 {
    let snapshot = engine.snapshot(&tenant(), Millis(1));
    number(&mut *snapshot.expect("reached"), key)
}

/// Raises a count and tells it, in one commit.
pub(crate) fn raise(engine: &Redis, thread: u64) -> Result<u64, CommitError> {
    let key = format!("count/{thread}");
    let mut snapshot = engine.snapshot(&tenant(), Millis(1))?;
    let next = snapshot
        .get(Space::Values, &key)?
        .map_or(0, |found| found.parse().expect("a number"))
        + 1;
    let writes = vec![
        set(key, next.to_string()),
        broadcast("lobby", format!("{{\"thread\":{thread},\"count\":{next}}}")),
    ];
    engine
        .commit(batch(snapshot.into_reads(), writes))
        .map(|_| next)
}

/// The same, decided anew where another node was faster.
pub(crate) fn raised(engine: &Redis, thread: u64) -> Result<u64, CommitError> {
    loop {
        match raise(engine, thread) {
            Err(CommitError::Conflict) => {}
            done => return done,
        }
    }
}

/// What was heard.
#[derive(Default)]
pub(crate) struct Heard {
    pub(crate) broadcasts: Mutex<Vec<(Position, String)>>,
    pub(crate) missed: AtomicU64,
    pub(crate) forgotten: AtomicU64,
}

impl Listener for Heard {
    fn deliver(&self, _: &Tenant, delivery: Delivery) {
        if let Delivery::Broadcast(broadcast) = delivery {
            let mut all = self.broadcasts.lock().expect("no panic");
            all.push((broadcast.position, broadcast.message.to_string()));
        }
    }

    fn missed(&self) {
        self.missed.fetch_add(1, Ordering::SeqCst);
    }

    fn forgotten(&self) {
        self.forgotten.fetch_add(1, Ordering::SeqCst);
    }
}

pub(crate) fn engine(options: &Options) -> (Arc<Redis>, Arc<Heard>) {
    let engine = Arc::new(Redis::open(options).expect("it is there"));
    let heard = Arc::new(Heard::default());
    engine.listen(heard.clone());
    (engine, heard)
}

pub(crate) fn wait_until(what: &str, condition: impl Fn() -> bool) {
    let until = Instant::now() + LONG;
    while !condition() {
        assert!(Instant::now() < until, "never: {what}");
        thread::yield_now();
    }
}

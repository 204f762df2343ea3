//! What the tests of the suite act with: an engine, a tenant, and somebody who listens.

use std::collections::VecDeque;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Condvar, Mutex, mpsc};
use std::time::Duration;

use crate::{
    Batch, Broadcast, CommitError, Delivery, Engine, Job, Json, Keep, Kind, Listener, Millis,
    Reads, Receipt, Snapshot, Space, Tenant, Weight, Write,
};

/// How many operations of a document the engine under test has to be set up to keep.
pub const OPERATIONS: u64 = 8;

/// How many broadcasts of a room it has to remember.
pub const REMEMBERED: usize = 8;

/// For how long, in milliseconds.
pub const AGE: Millis = Millis(60_000);

/// Long enough for any disk; nobody waits so long unless something is wrong.
const PATIENCE: Duration = Duration::from_secs(30);

/// What is put to the test.
pub trait Subject {
    /// The engine. Again after it was closed: the same, with what is kept.
    fn open(&self) -> Arc<dyn Engine>;
}

/// An engine with somebody who listens.
pub(super) struct Stage {
    pub(super) engine: Arc<dyn Engine>,
    pub(super) heard: Arc<Heard>,
    pub(super) tenant: Tenant,
}

/// What was delivered.
#[derive(Default)]
pub(super) struct Heard {
    waiting: Mutex<VecDeque<(Tenant, Delivery)>>,
    came: Condvar,
}

impl Listener for Heard {
    fn deliver(&self, tenant: &Tenant, delivery: Delivery) {
        let mut waiting = self.waiting.lock().expect("no test panics with it");
        waiting.push_back((tenant.clone(), delivery));
        self.came.notify_all();
    }
}

impl Heard {
    /// The next so many deliveries.
    pub(super) fn next(&self, count: usize) -> Vec<(Tenant, Delivery)> {
        let waiting = self.waiting.lock().expect("no test panics with it");
        let few = |waiting: &mut VecDeque<_>| waiting.len() < count;
        let waited = self.came.wait_timeout_while(waiting, PATIENCE, few);
        let (mut waiting, timeout) = waited.expect("no test panics with it");
        assert!(
            !timeout.timed_out(),
            "{count} deliveries are due, there are only {waiting:?}"
        );
        waiting.drain(..count).collect()
    }

    /// How many came that nobody asked for yet.
    pub(super) fn left(&self) -> usize {
        self.waiting.lock().expect("no test panics with it").len()
    }
}

impl Stage {
    /// The engine as it is now.
    pub(super) fn open(subject: &dyn Subject) -> Self {
        let (engine, heard) = (subject.open(), Arc::new(Heard::default()));
        engine.listen(heard.clone());
        Self {
            engine,
            heard,
            tenant: Tenant("example.com".into()),
        }
    }

    /// The same for another tenant.
    pub(super) fn tenant(&self, name: &str) -> Self {
        Self {
            engine: self.engine.clone(),
            heard: self.heard.clone(),
            tenant: Tenant(name.into()),
        }
    }

    pub(super) fn snapshot(&self, now: u64) -> Box<dyn Snapshot> {
        let snapshot = self.engine.snapshot(&self.tenant, Millis(now));
        snapshot.expect("the engine can be reached")
    }

    pub(super) fn batch(&self, now: u64, reads: Reads, writes: Vec<Write>) -> Batch {
        Batch {
            tenant: self.tenant.clone(),
            reads,
            writes,
            completes: None,
            now: Millis(now),
        }
    }

    /// Commits after reading.
    pub(super) fn commit(
        &self,
        now: u64,
        reads: Reads,
        writes: Vec<Write>,
    ) -> Result<Receipt, CommitError> {
        self.engine.commit(self.batch(now, reads, writes))
    }

    /// As [`Stage::commit`], by a call that doesn't wait.
    pub(super) fn submit(
        &self,
        now: u64,
        reads: Reads,
        writes: Vec<Write>,
    ) -> Result<Receipt, CommitError> {
        let (tell, told) = mpsc::channel();
        let then = Box::new(move |result| drop(tell.send(result)));
        self.engine.submit(self.batch(now, reads, writes), then);
        let result = told.recv_timeout(PATIENCE);
        result.expect("it is called back once")
    }

    /// Commits without having read anything, and waits until it has settled.
    pub(super) fn write(&self, now: u64, writes: Vec<Write>) -> Receipt {
        let receipt = self.commit(now, Reads::default(), writes);
        let receipt = receipt.expect("nothing was read that could have changed");
        self.settle(receipt);
        receipt
    }

    pub(super) fn settle(&self, receipt: Receipt) {
        let (tell, told) = mpsc::channel();
        let settled = Box::new(move |result| drop(tell.send(result)));
        self.engine.when_settled(receipt, settled);
        let result = told.recv_timeout(PATIENCE);
        let result = result.expect("a commit settles at last");
        result.expect("the engine can write");
    }

    pub(super) fn complete(
        &self,
        now: u64,
        job: &Job,
        writes: Vec<Write>,
    ) -> Result<Receipt, CommitError> {
        let completes = Some(job.clone());
        let batch = self.batch(now, Reads::default(), writes);
        self.engine.commit(Batch { completes, ..batch })
    }

    pub(super) fn get(&self, now: u64, key: &str) -> Option<String> {
        let found = self.snapshot(now).get(Space::Values, key);
        found.expect("the engine can be reached").map(text)
    }

    pub(super) fn list(&self, now: u64, prefix: &str) -> Vec<(String, String)> {
        let found = self.snapshot(now).list(Space::Values, prefix);
        let found = found.expect("the engine can be reached").into_iter();
        found
            .map(|(key, value)| (key.to_string(), text(value)))
            .collect()
    }

    pub(super) fn members(&self, room: &str) -> Vec<String> {
        let found = self.snapshot(0).members(room);
        let found = found.expect("the engine can be reached").into_iter();
        found.map(|user| user.to_string()).collect()
    }

    /// Claims what is due, for ten seconds.
    pub(super) fn claim(&self, now: u64) -> Vec<Job> {
        let claimed = self.engine.claim(Millis(now), Millis(now + 10_000), 100);
        claimed.expect("the engine can be reached")
    }

    pub(super) fn seq(&self, room: &str) -> u64 {
        let position = self.engine.position(&self.tenant, room);
        position.expect("the engine can be reached").seq
    }

    /// The next so many deliveries, all of them broadcasts.
    pub(super) fn broadcasts(&self, count: usize) -> Vec<Broadcast> {
        let heard = self.heard.next(count).into_iter();
        heard
            .map(|(_, delivery)| match delivery {
                Delivery::Broadcast(broadcast) => broadcast,
                other => panic!("a broadcast was due, not {other:?}"),
            })
            .collect()
    }
}

pub(super) fn text(json: Json) -> String {
    json.to_string()
}

pub(super) fn set(key: &str, value: &str) -> Write {
    Write::Set {
        space: Space::Values,
        key: key.into(),
        value: value.into(),
        keep: Keep::Always,
    }
}

pub(super) fn set_until(key: &str, value: &str, until: u64) -> Write {
    Write::Set {
        space: Space::Values,
        key: key.into(),
        value: value.into(),
        keep: Keep::Until(Millis(until)),
    }
}

pub(super) fn delete(key: &str) -> Write {
    Write::Delete {
        space: Space::Values,
        key: key.into(),
    }
}

pub(super) fn operation(document: &str, version: u64) -> Write {
    Write::Operation {
        document: document.into(),
        operation: format!("\"to {version}\"").into(),
        version,
        content: Some(format!("\"at {version}\"").into()),
    }
}

pub(super) fn broadcast(room: &str, message: &str) -> Write {
    Write::Broadcast {
        room: room.into(),
        message: message.into(),
        exclude: Vec::new(),
        weight: Weight::Normal,
    }
}

pub(super) fn volatile(room: &str, message: &str) -> Write {
    Write::Broadcast {
        room: room.into(),
        message: message.into(),
        exclude: Vec::new(),
        weight: Weight::Volatile("alice".into()),
    }
}

pub(super) fn schedule(key: Option<&str>, payload: &str, due: u64) -> Write {
    Write::Schedule {
        kind: Kind::Event,
        room: "lobby".into(),
        key: key.map(Into::into),
        name: "Tidy".into(),
        payload: payload.into(),
        due: Millis(due),
    }
}

pub(super) fn cancel(key: &str) -> Write {
    Write::Cancel { key: key.into() }
}

pub(super) fn enter(room: &str, user: &str, connection: &str) -> Write {
    Write::Enter {
        room: room.into(),
        user: user.into(),
        connection: connection.into(),
    }
}

pub(super) fn leave(room: &str, user: &str, connection: &str) -> Write {
    Write::Leave {
        room: room.into(),
        user: user.into(),
        connection: connection.into(),
    }
}

/// The payloads of jobs, in their order.
pub(super) fn payloads(jobs: &[Job]) -> Vec<&str> {
    jobs.iter().map(|job| &*job.payload).collect()
}

/// Numbers that look random and are the same at each run.
pub(super) struct Random(pub(super) u64);

impl Random {
    pub(super) fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (mixed ^ (mixed >> 31)) % limit
    }
}

/// A counter that threads share.
#[derive(Default)]
pub(super) struct Highest(AtomicU64);

impl Highest {
    pub(super) fn raise(&self, number: u64) {
        self.0.fetch_max(number, Ordering::SeqCst);
    }

    pub(super) fn get(&self) -> u64 {
        self.0.load(Ordering::SeqCst)
    }
}

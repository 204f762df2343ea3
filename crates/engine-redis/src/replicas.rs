//! Waiting until Redis' replicas have what was committed.
//!
//! Once for all commits that wait at a time, for meanwhile the connection does nothing else; and without a thread, however many they are. While
//! it is known that there are too few replicas nothing is begun.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use redis::{Cmd, Value, cmd};

use crate::callback;
use crate::link::{Failed, Link, send};
use crate::options::Options;
use crate::partition::Partition;

/// How long is waited before it is asked whether there are any.
const SLICE: Duration = Duration::from_millis(250);

/// What is called with how many replicas have a commit. It must be short, and never block.
pub(crate) type Copied = Box<dyn FnOnce(Result<u32, Failed>) + Send>;

/// See the module.
#[derive(Default)]
pub(crate) struct Replicas {
    waits: Mutex<Waits>,
    /// How many there are, where those are too few.
    few: Mutex<Option<u32>>,
}

#[derive(Default)]
struct Waits {
    /// Who waits for what was written over which connection.
    waiting: BTreeMap<u64, Vec<Waiter>>,
    /// Whether somebody asks for those who wait.
    is_running: bool,
}

/// Who waits for replicas. Dropped, it is told that nobody knows.
struct Waiter(Option<Copied>);

impl Waiter {
    fn tell(&mut self, copied: Result<u32, Failed>) {
        if let Some(then) = self.0.take() {
            callback::call("which replicas have a commit", || then(copied));
        }
    }
}

impl Drop for Waiter {
    fn drop(&mut self) {
        self.tell(Err(Failed::Unknown("the engine is closed".to_owned())));
    }
}

impl Replicas {
    /// Whether there are as many replicas as should have each commit, as far as is known.
    pub(crate) fn are_enough(&self, options: &Options) -> Result<(), String> {
        match *self.few() {
            Some(there) => Err(format!(
                "{there} replicas are connected to Redis, {} should have each commit",
                options.replicas
            )),
            None => Ok(()),
        }
    }

    /// Takes note of how many there are, from what Redis says of itself.
    pub(crate) fn note(&self, options: &Options, info: &str) {
        if options.replicas == 0 {
            return;
        }
        let there = online(info);
        let now = (there < options.replicas).then_some(there);
        let before = std::mem::replace(&mut *self.few(), now);
        match (before, now) {
            (None, Some(there)) => tracing::error!(
                there,
                wanted = options.replicas,
                "too few replicas are connected to Redis: nothing is committed until there are more"
            ),
            (Some(_), None) => {
                tracing::info!(there, "enough replicas are connected to Redis again")
            }
            _ => {}
        }
    }

    fn few(&self) -> MutexGuard<'_, Option<u32>> {
        self.few.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn waits(&self) -> MutexGuard<'_, Waits> {
        self.waits.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// Calls back once so many replicas have all that was written before over a connection, or it has been waited for long enough; with how many
/// have. Redis tells it of the connection alone that it is asked over: another one would count what it has not written itself as copied.
pub(crate) fn when_copied(partition: &Arc<Partition>, serial: u64, then: Copied) {
    let waiter = Waiter(Some(then));
    let mut waits = partition.replicas.waits();
    waits.waiting.entry(serial).or_default().push(waiter);
    if !std::mem::replace(&mut waits.is_running, true) {
        drop(waits);
        partition
            .link
            .spawn(ask_for_all(Asking::new(partition.clone())));
    }
}

/// Somebody asks for those who wait.
struct Asking {
    partition: Arc<Partition>,
    is_running: bool,
}

impl Asking {
    fn new(partition: Arc<Partition>) -> Self {
        Self {
            partition,
            is_running: true,
        }
    }

    /// Whoever waits: what is asked from now on is asked of what they have written. Where nobody does, who comes next asks for themselves.
    fn take(&mut self) -> BTreeMap<u64, Vec<Waiter>> {
        let mut waits = self.partition.replicas.waits();
        let waiting = std::mem::take(&mut waits.waiting);
        self.is_running = !waiting.is_empty();
        waits.is_running = self.is_running;
        waiting
    }
}

impl Drop for Asking {
    /// Where it ends in the middle, nobody is left behind.
    fn drop(&mut self) {
        if self.is_running {
            // They are told when nothing is locked any more.
            let _left = std::mem::take(&mut *self.partition.replicas.waits());
        }
    }
}

async fn ask_for_all(mut asking: Asking) {
    loop {
        let waiting = asking.take();
        if waiting.is_empty() {
            return;
        }
        for (serial, waiters) in waiting {
            let copied = have(&asking.partition, serial).await;
            for mut waiter in waiters {
                waiter.tell(copied.clone());
            }
        }
    }
}

async fn have(partition: &Partition, serial: u64) -> Result<u32, Failed> {
    let Partition {
        link,
        options,
        replicas,
        ..
    } = partition;
    let until = Instant::now() + options.timeout / 2;
    loop {
        let left = until.saturating_duration_since(Instant::now());
        let millis = left.min(SLICE).as_millis().max(1);
        let mut command = cmd("WAIT");
        command
            .arg(options.replicas)
            .arg(u64::try_from(millis).unwrap_or(1));
        let have: u32 = read(ask(link, serial, command).await?)?;
        if have >= options.replicas || left <= SLICE {
            return Ok(have);
        }
        let mut command = cmd("INFO");
        command.arg("replication");
        let about: String = read(ask(link, serial, command).await?)?;
        replicas.note(options, &about);
        if replicas.few().is_some() {
            return Ok(have);
        }
    }
}

async fn ask(link: &Link, serial: u64, command: Cmd) -> Result<Value, Failed> {
    let up = link.current().ok().filter(|up| up.serial == serial);
    let lost = "the connection was lost before replicas had the commit";
    let up = up.ok_or_else(|| Failed::Unknown(lost.to_owned()))?;
    let mut connection = up.connection;
    let result = send(&mut connection, &command).await;
    result.map_err(|error| link.failed(up.serial, &error))
}

fn read<T: redis::FromRedisValue>(answer: Value) -> Result<T, Failed> {
    redis::from_redis_value(answer).map_err(|error| Failed::Unknown(error.to_string()))
}

/// How many replicas get what is written.
fn online(info: &str) -> u32 {
    let is_online = |line: &&str| line.starts_with("slave") && line.contains("state=online");
    u32::try_from(info.lines().filter(is_online).count()).unwrap_or(u32::MAX)
}

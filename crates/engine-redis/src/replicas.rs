//! Waiting until Redis' replicas have what was committed.
//!
//! Once for all commits that wait at a time, for meanwhile the connection does nothing else. While it is known that there are too few replicas
//! nothing is begun.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use redis::{Cmd, Value, cmd};

use crate::link::{Failed, Link, send};
use crate::options::Options;

/// How long is waited before it is asked whether there are any.
const SLICE: Duration = Duration::from_millis(250);

/// See the module.
#[derive(Default)]
pub(crate) struct Replicas {
    waits: Mutex<Waits>,
    waited: Condvar,
    /// How many there are, where those are too few.
    few: Mutex<Option<u32>>,
}

#[derive(Default)]
struct Waits {
    begun: u64,
    ended: u64,
    is_running: bool,
    /// Of the last that ended: over which connection, and how many replicas had what was written over it.
    last: Option<(u64, Result<u32, Failed>)>,
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

    /// Waits until so many replicas have all that was written before over a connection; how many have. Redis tells it of the
    /// connection alone that it is asked over: another one would count what it has not written itself as copied.
    pub(crate) fn have(&self, link: &Link, options: &Options, serial: u64) -> Result<u32, Failed> {
        let mut waits = self.waits();
        // One that has begun may have begun too early.
        let mine = waits.begun + 1;
        while waits.is_running && waits.ended < mine {
            let waited = self.waited.wait(waits);
            waits = waited.unwrap_or_else(PoisonError::into_inner);
        }
        if let Some((over, result)) = &waits.last
            && waits.ended >= mine
            && *over == serial
        {
            return result.clone();
        }
        waits.begun += 1;
        waits.is_running = true;
        let own = waits.begun;
        drop(waits);
        let result = self.wait(link, options, serial);
        let mut waits = self.waits();
        waits.is_running = false;
        if own > waits.ended {
            waits.ended = own;
            waits.last = Some((serial, result.clone()));
        }
        self.waited.notify_all();
        result
    }

    fn waits(&self) -> MutexGuard<'_, Waits> {
        self.waits.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn wait(&self, link: &Link, options: &Options, serial: u64) -> Result<u32, Failed> {
        let until = Instant::now() + options.timeout / 2;
        loop {
            let left = until.saturating_duration_since(Instant::now());
            let millis = left.min(SLICE).as_millis().max(1);
            let mut command = cmd("WAIT");
            command
                .arg(options.replicas)
                .arg(u64::try_from(millis).unwrap_or(1));
            let have = number(ask(link, serial, command)?)?;
            if have >= options.replicas || left <= SLICE {
                return Ok(have);
            }
            let mut command = cmd("INFO");
            command.arg("replication");
            self.note(options, &text(ask(link, serial, command)?)?);
            if self.few().is_some() {
                return Ok(have);
            }
        }
    }
}

fn ask(link: &Link, serial: u64, command: Cmd) -> Result<Value, Failed> {
    let up = link.current().ok().filter(|up| up.serial == serial);
    let lost = "the connection was lost before replicas had the commit";
    let up = up.ok_or_else(|| Failed::Unknown(lost.to_owned()))?;
    let mut connection = up.connection;
    let result = link.wait(async move { send(&mut connection, &command).await });
    result.map_err(|error| link.failed(up.serial, &error))
}

fn number(answer: Value) -> Result<u32, Failed> {
    redis::from_redis_value(answer).map_err(|error| Failed::Unknown(error.to_string()))
}

fn text(answer: Value) -> Result<String, Failed> {
    redis::from_redis_value(answer).map_err(|error| Failed::Unknown(error.to_string()))
}

/// How many replicas get what is written.
fn online(info: &str) -> u32 {
    let is_online = |line: &&str| line.starts_with("slave") && line.contains("state=online");
    u32::try_from(info.lines().filter(is_online).count()).unwrap_or(u32::MAX)
}

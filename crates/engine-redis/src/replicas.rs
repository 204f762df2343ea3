//! Waiting until Redis' replicas have what was committed.
//!
//! Once for all commits that wait at a time, for meanwhile the connection does nothing else.

use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

use redis::cmd;

use crate::link::{Failed, Link, send};
use crate::options::Options;

/// See the module.
#[derive(Default)]
pub(crate) struct Replicas {
    waits: Mutex<Waits>,
    waited: Condvar,
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
        let result = wait(link, options, serial);
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
}

fn wait(link: &Link, options: &Options, serial: u64) -> Result<u32, Failed> {
    let up = link.current().ok().filter(|up| up.serial == serial);
    let lost = "the connection was lost before replicas had the commit";
    let up = up.ok_or_else(|| Failed::Unknown(lost.to_owned()))?;
    let most = u64::try_from(options.timeout.as_millis() / 2).unwrap_or(u64::MAX);
    let mut command = cmd("WAIT");
    command.arg(options.replicas).arg(most);
    let mut connection = up.connection;
    let result = link.wait(async move { send(&mut connection, &command).await });
    let answer = result.map_err(|error| link.failed(up.serial, &error))?;
    redis::from_redis_value(answer).map_err(|error| Failed::Unknown(error.to_string()))
}

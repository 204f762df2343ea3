//! The clock by which calls end: one thread for all programs, as long as there are any.

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use wasmtime::{Engine, EngineWeak};

use crate::Fault;

/// How often it ticks.
pub(crate) const TICK: Duration = Duration::from_millis(1);

/// How often it has ticked.
static TICKS: AtomicU64 = AtomicU64::new(0);

struct Clock {
    engines: Vec<EngineWeak>,
    ticks: bool,
}

static CLOCK: Mutex<Clock> = Mutex::new(Clock {
    engines: Vec::new(),
    ticks: false,
});

/// Lets an engine's time go on until nobody has it any more.
pub(crate) fn watch(engine: &Engine) {
    let mut clock = CLOCK.lock().unwrap_or_else(PoisonError::into_inner);
    clock.engines.push(engine.weak());
    if !clock.ticks {
        clock.ticks = true;
        std::thread::spawn(tick);
    }
}

fn tick() {
    loop {
        std::thread::sleep(TICK);
        TICKS.fetch_add(1, Ordering::Relaxed);
        let mut clock = CLOCK.lock().unwrap_or_else(PoisonError::into_inner);
        clock.engines.retain(|engine| {
            let engine = engine.upgrade();
            engine.inspect(Engine::increment_epoch).is_some()
        });
        if clock.engines.is_empty() {
            clock.ticks = false;
            return;
        }
    }
}

/// When a call has to end. Compiled code is stopped by `wasmtime`; functions of the host that may take long look
/// here from time to time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline(u64);

impl Deadline {
    /// So many ticks from now.
    pub(crate) fn after(ticks: u64) -> Deadline {
        Deadline(TICKS.load(Ordering::Relaxed).saturating_add(ticks))
    }

    /// One that never comes.
    pub(crate) fn never() -> Deadline {
        Deadline(u64::MAX)
    }

    /// # Errors
    /// That the time is over.
    pub(crate) fn check(self) -> Result<(), Fault> {
        match TICKS.load(Ordering::Relaxed) < self.0 {
            true => Ok(()),
            false => Err(Fault::Time),
        }
    }
}

#[cfg(test)]
impl Deadline {
    /// One that is past.
    pub(crate) fn over() -> Deadline {
        Deadline(0)
    }
}

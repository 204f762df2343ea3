//! The clock by which calls end: one thread for all programs, as long as there are any. It rests while nothing is called, and looks
//! seldom while calls are short.
//!
//! It ticks in real time, but a thread that waits for a core on a busy machine is not to blame for that: a call ends when
//! its thread has been running for as long as it may, as far as the system tells.

use std::sync::atomic::{AtomicBool, AtomicU64, AtomicUsize, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::thread::{self, Thread};
use std::time::Duration;

use wasmtime::{Engine, EngineWeak, UpdateDeadline};

use crate::Fault;

/// How often it ticks while a call is running.
pub(crate) const TICK: Duration = Duration::from_millis(1);

/// How often it looks for one otherwise: most are over long before. One that is not gets so much more time at most.
const LOOK: Duration = Duration::from_millis(4);

/// After how many looks without a call it rests: to wake it costs a call more than a look does.
const QUIET: u32 = 25;

/// How often it has ticked.
static TICKS: AtomicU64 = AtomicU64::new(0);

/// How many calls are running.
static RUNNING: AtomicUsize = AtomicUsize::new(0);

/// Whether any has begun since the last tick.
static BEGUN: AtomicBool = AtomicBool::new(false);

/// Whether the thread rests, or is about to.
static RESTS: AtomicBool = AtomicBool::new(false);

static THREAD: OnceLock<Thread> = OnceLock::new();

/// A call that is running: as long as there is one, the clock ticks.
#[derive(Debug)]
pub(crate) struct Running(());

impl Running {
    pub(crate) fn begin() -> Running {
        // The thread says that it rests, and looks once more for calls after that: one of the two sees the other.
        RUNNING.fetch_add(1, Ordering::SeqCst);
        if !BEGUN.load(Ordering::Relaxed) {
            BEGUN.store(true, Ordering::Relaxed);
        }
        if RESTS.load(Ordering::SeqCst)
            && let Some(thread) = THREAD.get()
        {
            thread.unpark();
        }
        Running(())
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        RUNNING.fetch_sub(1, Ordering::SeqCst);
    }
}

/// A call's time.
#[derive(Debug)]
pub(crate) struct Patience {
    limit: Duration,
    /// For how long the thread had been running at the first look, half a limit after the start.
    first: Option<Duration>,
    looks: u32,
}

/// After so many looks a call ends wherever its thread was.
const LOOKS: u32 = 40;

impl Patience {
    /// That of a call that starts now.
    pub(crate) fn new(limit: Duration) -> Patience {
        Patience {
            limit,
            first: None,
            looks: 0,
        }
    }

    /// After how many ticks to look for the first time.
    pub(crate) fn ticks(&self) -> u64 {
        ticks(self.limit / 2)
    }

    /// Whether the call may go on, and for how many ticks. `running` is for how long its thread has been running.
    pub(crate) fn look(&mut self, running: Option<Duration>) -> UpdateDeadline {
        self.looks += 1;
        let half = self.limit / 2;
        let Some(running) = running else {
            // Nobody knows: real time counts.
            return match self.looks {
                1 => UpdateDeadline::Continue(ticks(half)),
                _ => UpdateDeadline::Interrupt,
            };
        };
        let first = *self.first.get_or_insert(running);
        let left = half.saturating_sub(running.saturating_sub(first));
        match left < TICK || self.looks == LOOKS {
            true => UpdateDeadline::Interrupt,
            false => UpdateDeadline::Continue(ticks(left)),
        }
    }
}

fn ticks(time: Duration) -> u64 {
    let ticks = time.as_millis() / TICK.as_millis();
    // A tick may come at once.
    u64::try_from(ticks).map_or(u64::MAX / 4, |ticks| ticks.min(u64::MAX / 4) + 1)
}

/// For how long this thread has been running, where the system tells.
pub(crate) fn running() -> Option<Duration> {
    let text = std::fs::read_to_string("/proc/thread-self/schedstat").ok()?;
    let nanoseconds = text.split_whitespace().next()?.parse().ok()?;
    Some(Duration::from_nanos(nanoseconds))
}

struct Clock {
    engines: Vec<EngineWeak>,
    ticks: bool,
}

static CLOCK: Mutex<Clock> = Mutex::new(Clock {
    engines: Vec::new(),
    ticks: false,
});

/// Lets an engine's time go on, whenever it is called, until nobody has it any more.
pub(crate) fn watch(engine: &Engine) {
    let mut clock = CLOCK.lock().unwrap_or_else(PoisonError::into_inner);
    clock.engines.push(engine.weak());
    if !clock.ticks {
        clock.ticks = true;
        let thread = thread::spawn(tick_on);
        let _ = THREAD.set(thread.thread().clone());
    }
}

/// The thread. It stays, for what rests costs nothing.
fn tick_on() {
    let mut quiet = 0;
    loop {
        thread::sleep(if is_running() { TICK } else { LOOK });
        tick();
        let called = BEGUN.swap(false, Ordering::Relaxed) || is_running();
        quiet = if called { 0 } else { quiet + 1 };
        if quiet >= QUIET {
            rest();
            quiet = 0;
        }
    }
}

fn tick() {
    TICKS.fetch_add(1, Ordering::Relaxed);
    let mut clock = CLOCK.lock().unwrap_or_else(PoisonError::into_inner);
    clock.engines.retain(|engine| {
        let engine = engine.upgrade();
        engine.inspect(Engine::increment_epoch).is_some()
    });
}

fn is_running() -> bool {
    RUNNING.load(Ordering::SeqCst) > 0
}

/// Waits for a call.
fn rest() {
    RESTS.store(true, Ordering::SeqCst);
    while !is_running() && !BEGUN.load(Ordering::Relaxed) {
        thread::park();
    }
    RESTS.store(false, Ordering::SeqCst);
}

/// Whether the clock rests.
#[cfg(test)]
pub(crate) fn rests() -> bool {
    RESTS.load(Ordering::SeqCst)
}

/// When a call has to end. Compiled code is stopped by `wasmtime`; functions of the host that may take long look
/// here from time to time.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Deadline(u64);

impl Deadline {
    /// This long from now, twice over: it is real time, in which a thread may have to wait for a core.
    pub(crate) fn after(time: Duration) -> Deadline {
        Deadline(
            TICKS
                .load(Ordering::Relaxed)
                .saturating_add(ticks(2 * time)),
        )
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

#[cfg(test)]
mod tests {
    use super::*;

    const LIMIT: Duration = Duration::from_millis(50);

    /// For how long the thread has been running at each look, in milliseconds → after which look the call ends.
    fn check(running: impl Fn(u32) -> Option<u64>, expected: u32) {
        let mut patience = Patience::new(LIMIT);
        for look in 1.. {
            let running = running(look).map(Duration::from_millis);
            if let UpdateDeadline::Interrupt = patience.look(running) {
                assert_eq!(look, expected);
                return;
            }
        }
    }

    #[test]
    fn a_thread_that_runs_ends_in_time() {
        assert_eq!(Patience::new(LIMIT).ticks(), 26);
        check(|look| Some(1000 + 26 * u64::from(look)), 2);
        check(|_| None, 2);
    }

    #[test]
    fn a_thread_that_waits_gets_more() {
        check(|look| Some(5 * u64::from(look)), 6);
        check(|_| Some(7), LOOKS);
    }

    #[test]
    fn it_rests_while_nothing_is_called_and_ticks_for_a_call() {
        let engine = Engine::default();
        watch(&engine);
        for _ in 0..2 {
            while !rests() {
                thread::yield_now();
            }
            let then = TICKS.load(Ordering::Relaxed);
            let running = Running::begin();
            while TICKS.load(Ordering::Relaxed) < then + 2 {
                thread::yield_now();
            }
            drop(running);
        }
    }
}

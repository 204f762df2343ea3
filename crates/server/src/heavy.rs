//! Threads for what takes long, so that it takes nobody else's time.
//!
//! They come when they are needed. For rules that take long they are few, and yield to all others where the system lets them. Where
//! the engine waits for a network they are many, for each mostly waits, and all that rooms do is done by them.
//! A job may be put off, which takes no thread.

use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use crate::strand::Job;

/// How many there are at most for rules that take long.
const MOST: usize = 2;

/// After how long without work one goes.
const IDLE: Duration = Duration::from_secs(10);

/// How nice they are to other threads: as nice as can be.
const NICE: i32 = 19;

thread_local! {
    static HERE: Cell<bool> = const { Cell::new(false) };
    static OVERRAN: Cell<bool> = const { Cell::new(false) };
}

/// Whether this is one of them.
pub(crate) fn is_here() -> bool {
    HERE.get()
}

/// Says that the job on this thread took all that it may, and was given up.
pub(crate) fn overran() {
    OVERRAN.set(true);
}

/// Whether that was said since it was asked last.
pub(crate) fn has_overrun() -> bool {
    OVERRAN.take()
}

/// The threads, and what waits for them.
pub(crate) struct Heavy(Arc<Shared>);

struct Shared {
    state: Mutex<State>,
    news: Condvar,
    most: usize,
    work: Work,
}

/// What is done by the threads.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Work {
    /// What takes long.
    Long,
    /// All that rooms do.
    All,
}

impl Default for Heavy {
    fn default() -> Heavy {
        Heavy::new(MOST, Work::Long)
    }
}

#[derive(Default)]
struct State {
    jobs: VecDeque<Job>,
    /// Jobs that wait for a time, and how many there were: two may wait for the same.
    later: BTreeMap<(Instant, u64), Job>,
    put_off: u64,
    threads: usize,
    idle: usize,
}

impl Heavy {
    /// So many threads for all that rooms do.
    pub(crate) fn for_all(most: usize) -> Heavy {
        Heavy::new(most.max(1), Work::All)
    }

    fn new(most: usize, work: Work) -> Heavy {
        Heavy(Arc::new(Shared {
            state: Mutex::default(),
            news: Condvar::new(),
            most,
            work,
        }))
    }

    /// Whether whoever brings a job never does it.
    pub(crate) fn takes_all(&self) -> bool {
        self.0.work == Work::All
    }

    /// Runs a job on one of the threads.
    pub(crate) fn run(&self, job: Job) {
        let mut state = self.0.state();
        state.jobs.push_back(job);
        self.0.call(state);
    }

    /// Runs a job on one of the threads after a while.
    pub(crate) fn run_later(&self, after: Duration, job: Job) {
        let mut state = self.0.state();
        state.put_off += 1;
        let key = (Instant::now() + after, state.put_off);
        state.later.insert(key, job);
        self.0.call(state);
    }
}

impl Shared {
    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics while holding it")
    }

    /// Wakes a thread for what waits, or begins one.
    fn call(self: &Arc<Shared>, mut state: MutexGuard<'_, State>) {
        if state.jobs.len() + state.later.len() > state.idle && state.threads < self.most {
            state.threads += 1;
            let shared = self.clone();
            std::thread::spawn(move || shared.work());
        }
        drop(state);
        self.news.notify_one();
    }

    fn work(&self) {
        HERE.set(true);
        if self.work == Work::Long {
            step_back();
        }
        let mut state = self.state();
        loop {
            if let Some(job) = state.next(Instant::now()) {
                drop(state);
                job();
                state = self.state();
                continue;
            }
            let wait = state.wait(Instant::now());
            state.idle += 1;
            let waited = self
                .news
                .wait_timeout(state, wait)
                .expect("nobody panics while holding it");
            state = waited.0;
            state.idle -= 1;
            if waited.1.timed_out() && state.jobs.is_empty() && state.later.is_empty() {
                state.threads -= 1;
                return;
            }
        }
    }
}

impl State {
    /// A job whose time has come.
    fn next(&mut self, now: Instant) -> Option<Job> {
        let due = self.later.first_entry().filter(|job| job.key().0 <= now);
        match due {
            Some(job) => Some(job.remove()),
            None => self.jobs.pop_front(),
        }
    }

    /// How long there is nothing to do, if nothing comes.
    fn wait(&self, now: Instant) -> Duration {
        match self.later.first_key_value() {
            Some(((due, _), _)) => due.saturating_duration_since(now),
            None => IDLE,
        }
    }
}

/// Lets other threads go first. Where the system does not allow it, nothing changes.
fn step_back() {
    #[cfg(target_os = "linux")]
    {
        let _ = rustix::process::setpriority_process(Some(rustix::thread::gettid()), NICE);
    }
}

//! Threads for what takes long, so that it takes nobody else's time.
//!
//! They come when they are needed. For rules that take long they are few, and yield to all others where the system lets them. Where
//! the engine waits for a network they are many, for each mostly waits, and all that rooms do is done by them.

use std::cell::Cell;
use std::collections::VecDeque;
use std::sync::{Arc, Condvar, Mutex};
use std::time::Duration;

use crate::strand::Job;

/// How many there are at most for rules that take long.
const MOST: usize = 2;

/// After how long without work one goes.
const IDLE: Duration = Duration::from_secs(10);

/// How nice they are to other threads: as nice as can be.
const NICE: i32 = 19;

thread_local! {
    static HERE: Cell<bool> = const { Cell::new(false) };
}

/// Whether this is one of them.
pub(crate) fn is_here() -> bool {
    HERE.get()
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
        let mut state = self.0.state.lock().expect("nobody panics while holding it");
        state.jobs.push_back(job);
        if state.jobs.len() > state.idle && state.threads < self.0.most {
            state.threads += 1;
            let shared = self.0.clone();
            std::thread::spawn(move || shared.work());
        }
        drop(state);
        self.0.news.notify_one();
    }
}

impl Shared {
    fn work(&self) {
        HERE.set(true);
        if self.work == Work::Long {
            step_back();
        }
        let mut state = self.state.lock().expect("nobody panics while holding it");
        loop {
            if let Some(job) = state.jobs.pop_front() {
                drop(state);
                job();
                state = self.state.lock().expect("nobody panics while holding it");
                continue;
            }
            state.idle += 1;
            let waited = self
                .news
                .wait_timeout(state, IDLE)
                .expect("nobody panics while holding it");
            state = waited.0;
            state.idle -= 1;
            if waited.1.timed_out() && state.jobs.is_empty() {
                state.threads -= 1;
                return;
            }
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

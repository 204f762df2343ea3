//! Threads for what takes long, so that it takes nobody else's time.
//!
//! They come when they are needed. For rules that take long they are few, and yield to all others where the system lets them. Where
//! the engine waits for a network they are many, for each mostly waits, and all that rooms do is done by them.
//! A job may be put off, which takes no thread.

use std::cell::Cell;
use std::collections::{BTreeMap, VecDeque};
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use crate::strand::{self, Job};

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
    /// How much of the memory's addresses each takes for its stack, where that is not the usual.
    stack: Option<usize>,
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
        Heavy::new(MOST, Work::Long, None)
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
        Heavy::new(most.max(1), Work::All, None)
    }

    fn new(most: usize, work: Work, stack: Option<usize>) -> Heavy {
        Heavy(Arc::new(Shared {
            state: Mutex::default(),
            news: Condvar::new(),
            most,
            work,
            stack,
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

    /// Wakes a thread for what waits, or begins one. Where there is none and the system gives none, it is done here.
    fn call(self: &Arc<Shared>, mut state: MutexGuard<'_, State>) {
        let begins = state.jobs.len() + state.later.len() > state.idle && state.threads < self.most;
        state.threads += usize::from(begins);
        drop(state);
        self.news.notify_one();
        if !begins {
            return;
        }
        let shared = self.clone();
        let mut thread = std::thread::Builder::new().name("rooms".to_owned());
        if let Some(stack) = self.stack {
            thread = thread.stack_size(stack);
        }
        if let Err(error) = thread.spawn(move || shared.work()) {
            tracing::error!(%error, "a thread can't be started");
            self.state().threads -= 1;
            self.stand_in();
        }
    }

    /// Does what waits while there is no thread for it. What was put off is done at once, for nobody would come for it.
    fn stand_in(&self) {
        // Whoever stands in already comes to it.
        if HERE.replace(true) {
            return;
        }
        let next = || {
            let mut state = self.state();
            let is_alone = state.threads == 0;
            is_alone.then(|| state.any()).flatten()
        };
        while let Some(job) = next() {
            strand::run(job);
        }
        HERE.set(false);
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
                strand::run(job);
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

    /// A job, whether its time has come or not.
    fn any(&mut self) -> Option<Job> {
        let later = || self.later.pop_first().map(|(_, job)| job);
        self.jobs.pop_front().or_else(later)
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

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    const LONG: Duration = Duration::from_secs(60);

    #[test]
    fn jobs_that_panic_take_no_thread_with_them() {
        let heavy = Heavy::for_all(1);
        let (tell, told) = channel();
        for number in 0..4 {
            let tell = tell.clone();
            heavy.run(Box::new(move || {
                assert!(number % 2 == 1, "this one fails");
                tell.send(number).expect("it is waited for");
            }));
        }
        let done = [(); 2].map(|()| told.recv_timeout(LONG));
        assert_eq!(done, [Ok(1), Ok(3)]);
    }

    #[test]
    fn where_the_system_gives_no_thread_whoever_comes_does_it() {
        // No machine has so much.
        let heavy = Heavy::new(2, Work::All, Some(1 << 60));
        let (tell, told) = channel();
        let tell = |number: u32| {
            let tell = tell.clone();
            move || tell.send((number, is_here())).expect("it is waited for")
        };
        heavy.run(Box::new(tell(1)));
        heavy.run_later(LONG, Box::new(tell(2)));
        heavy.run(Box::new(tell(3)));
        let done: Vec<_> = told.try_iter().collect();
        assert_eq!(done, [(1, true), (2, true), (3, true)]);
        assert!(!is_here());
    }
}

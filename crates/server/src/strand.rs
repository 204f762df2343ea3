//! One thing at a time, in order: what a room does, on whatever thread brings it.
//!
//! Who comes to an idle strand works on it at once, without a switch of threads; who comes to a busy one leaves the job
//! there, and whoever is at work goes on with it.

use std::collections::VecDeque;
use std::sync::Mutex;

/// Something that waits for its turn.
pub(crate) type Job = Box<dyn FnOnce() + Send>;

#[derive(Default)]
pub(crate) struct Strand(Mutex<Queue>);

#[derive(Default)]
struct Queue {
    busy: bool,
    jobs: VecDeque<Job>,
}

/// Whoever holds it is at work. Dropping it hands over to those who wait, on this thread.
pub(crate) struct AtWork<'s>(&'s Strand);

impl Strand {
    /// Begins to work where nobody is, and else leaves the job behind.
    pub(crate) fn enter(&self, otherwise: impl FnOnce() -> Job) -> Option<AtWork<'_>> {
        let mut queue = self.0.lock().expect("nobody panics while holding it");
        if queue.busy {
            queue.jobs.push_back(otherwise());
            return None;
        }
        queue.busy = true;
        Some(AtWork(self))
    }

    /// Runs a job when its turn comes: now, or on another thread.
    pub(crate) fn run(&self, job: impl FnOnce() + Send + 'static) {
        let mut job = Some(job);
        let at_work = self.enter(|| Box::new(job.take().expect("it is taken once")));
        if let (Some(_at_work), Some(job)) = (at_work, job) {
            job();
        }
    }

    fn next(&self) -> Option<Job> {
        let mut queue = self.0.lock().expect("nobody panics while holding it");
        let job = queue.jobs.pop_front();
        queue.busy = job.is_some();
        job
    }
}

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        while let Some(job) = self.0.next() {
            job();
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use super::*;

    #[test]
    fn jobs_run_one_at_a_time_and_in_order() {
        let strand = Arc::new(Strand::default());
        let log = Arc::new(Mutex::new(Vec::new()));
        let note = |text: &'static str| log.lock().expect("no panic").push(text);
        let (inner, seen) = (strand.clone(), log.clone());
        strand.run(move || {
            let seen_later = seen.clone();
            inner.run(move || seen_later.lock().expect("no panic").push("second"));
            seen.lock().expect("no panic").push("first");
        });
        note("third");
        assert_eq!(*log.lock().expect("no panic"), ["first", "second", "third"]);
    }

    #[test]
    fn threads_never_meet_inside() {
        let strand = Arc::new(Strand::default());
        let count = Arc::new(Mutex::new((0, false)));
        std::thread::scope(|scope| {
            for _ in 0..4 {
                scope.spawn(|| {
                    for _ in 0..1000 {
                        let count = count.clone();
                        strand.run(move || {
                            let (total, inside) =
                                &mut *count.try_lock().expect("nobody else is inside");
                            assert!(!std::mem::replace(inside, true));
                            *total += 1;
                            *inside = false;
                        });
                    }
                });
            }
        });
        assert_eq!(count.lock().expect("no panic").0, 4000);
    }
}

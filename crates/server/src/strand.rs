//! One thing at a time, in order: what a room does, on whatever thread brings it.
//!
//! Who comes to an idle strand works on it at once, without a switch of threads; who comes to a busy one leaves the job
//! there, and whoever is at work goes on with it. A strand whose jobs take long is worked on by [`Heavy`] threads for a while, so
//! that those who bring jobs are free for others; where the engine waits for a network they always are. What waits for a network
//! without a thread is a flow: it keeps the strand busy until it has ended, wherever that is.

use std::collections::VecDeque;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use buildamp_engine::Millis;
use tokio::runtime::Handle;

use crate::heavy::{self, Heavy};

/// Something that waits for its turn.
pub(crate) type Job = Box<dyn FnOnce() + Send>;

/// Something that ends later than it returns: the strand is busy for as long as it holds on to what it is given.
pub(crate) type Flow = Box<dyn FnOnce(Busy) + Send>;

/// Runs a job that nobody waits for. Others come after it on this thread and in its room, so a panic ends here.
pub(crate) fn run(job: impl FnOnce()) {
    // What it had in hand has gone with it.
    if let Err(panic) = catch_unwind(AssertUnwindSafe(job)) {
        let text = panic.downcast_ref::<String>().map(String::as_str);
        let panic = text.or_else(|| panic.downcast_ref::<&str>().copied());
        tracing::error!(panic, "a room's work has panicked; all else goes on");
    }
}

/// What waits for its turn.
enum Task {
    Job(Job),
    /// With the threads that it is begun on.
    Flow(Handle, Flow),
}

/// For how many times as long as a job took that was given up.
const RESTS: u32 = 3;

/// Cheap to clone.
#[derive(Clone)]
pub(crate) struct Strand(Arc<Inner>);

struct Inner {
    queue: Mutex<Queue>,
    /// Until when its jobs are expected to take long.
    heavy_until: AtomicU64,
    heavy: Arc<Heavy>,
}

#[derive(Default)]
struct Queue {
    busy: bool,
    tasks: VecDeque<Task>,
}

/// Whoever holds it is at work. Dropping it hands over to those who wait.
pub(crate) struct AtWork<'s>(&'s Strand);

/// As [`AtWork`], for a flow. Dropping it lets those go on who wait.
pub(crate) struct Busy(Strand);

impl Strand {
    pub(crate) fn new(heavy: Arc<Heavy>) -> Strand {
        Strand(Arc::new(Inner {
            queue: Mutex::default(),
            heavy_until: AtomicU64::new(0),
            heavy,
        }))
    }

    /// Begins to work where nobody is, and else leaves the job behind; so too where the strand's jobs take long.
    pub(crate) fn enter(&self, now: Millis, otherwise: impl FnOnce() -> Job) -> Option<AtWork<'_>> {
        let mut queue = self.queue();
        if queue.busy {
            queue.tasks.push_back(Task::Job(otherwise()));
            return None;
        }
        queue.busy = true;
        if self.is_heavy(now) {
            queue.tasks.push_back(Task::Job(otherwise()));
            drop(queue);
            self.hand_over();
            return None;
        }
        Some(AtWork(self))
    }

    /// Runs a job when its turn comes: now, or on another thread.
    pub(crate) fn run(&self, now: Millis, job: impl FnOnce() + Send + 'static) {
        let mut job = Some(job);
        let at_work = self.enter(now, || Box::new(job.take().expect("it is taken once")));
        if let (Some(_at_work), Some(job)) = (at_work, job) {
            job();
        }
    }

    /// Begins a flow when its turn comes: now and on this thread, or later on those of the handle.
    pub(crate) fn flow(&self, threads: &Handle, flow: impl FnOnce(Busy) + Send + 'static) {
        let mut queue = self.queue();
        if queue.busy {
            let task = Task::Flow(threads.clone(), Box::new(flow));
            return queue.tasks.push_back(task);
        }
        queue.busy = true;
        drop(queue);
        flow(Busy(self.clone()));
    }

    /// Expects its jobs to take long until a time. A job that was begun may be given back, to be the next.
    pub(crate) fn weigh(&self, until: Millis, again: Option<Job>) {
        self.0.heavy_until.store(until.0, Ordering::Release);
        if let Some(job) = again {
            self.queue().tasks.push_front(Task::Job(job));
        }
    }

    fn is_heavy(&self, now: Millis) -> bool {
        self.0.heavy.takes_all() || self.0.heavy_until.load(Ordering::Acquire) > now.0
    }

    fn queue(&self) -> MutexGuard<'_, Queue> {
        self.0.queue.lock().expect("nobody panics while holding it")
    }

    fn hand_over(&self) {
        let strand = self.clone();
        self.0.heavy.run(Box::new(move || strand.work_off()));
    }

    /// Works on all that waits; the strand is busy, and nobody else is at work. After a job that was given up the strand rests, so that
    /// rules which never end take no more than a part of a core, whatever comes for them.
    fn work_off(&self) {
        while let Some(task) = self.next() {
            let job = match task {
                Task::Job(job) => job,
                Task::Flow(threads, flow) => return self.begin(&threads, flow),
            };
            let began = Instant::now();
            heavy::has_overrun();
            run(job);
            if heavy::has_overrun() {
                return self.rest(began.elapsed() * RESTS);
            }
        }
    }

    /// Begins a flow on its threads, or, where they are no more, on another.
    fn begin(&self, threads: &Handle, flow: Flow) {
        let mut start = Start(Some((self.clone(), flow)));
        threads.spawn(async move { run(|| start.go()) });
    }

    /// Stays busy, with nobody at work, for a while.
    fn rest(&self, time: Duration) {
        let strand = self.clone();
        let job = Box::new(move || strand.work_off());
        self.0.heavy.run_later(time, job);
    }

    fn next(&self) -> Option<Task> {
        let mut queue = self.queue();
        let task = queue.tasks.pop_front();
        queue.busy = task.is_some();
        task
    }
}

/// A flow that is about to begin, whatever becomes of the task that begins it.
struct Start(Option<(Strand, Flow)>);

impl Start {
    fn go(&mut self) {
        if let Some((strand, flow)) = self.0.take() {
            flow(Busy(strand));
        }
    }
}

impl Drop for Start {
    fn drop(&mut self) {
        if let Some((strand, flow)) = self.0.take() {
            let heavy = strand.0.heavy.clone();
            heavy.run(Box::new(move || flow(Busy(strand))));
        }
    }
}

impl Busy {
    /// Whether the strand's jobs are expected to take long.
    pub(crate) fn is_slow(&self, now: Millis) -> bool {
        self.0.0.heavy_until.load(Ordering::Acquire) > now.0
    }

    /// Lets a job be the next, on a thread that may wait.
    pub(crate) fn pass(self, job: Job) {
        self.0.queue().tasks.push_front(Task::Job(job));
    }
}

impl Drop for Busy {
    fn drop(&mut self) {
        match self.0.next() {
            None => {}
            Some(Task::Flow(threads, flow)) => self.0.begin(&threads, flow),
            Some(job) => {
                self.0.queue().tasks.push_front(job);
                self.0.hand_over();
            }
        }
    }
}

impl Drop for AtWork<'_> {
    fn drop(&mut self) {
        let strand = self.0;
        loop {
            // Where a job has turned out to take long, the rest is not this thread's.
            let is_slow = strand.0.heavy_until.load(Ordering::Acquire) != 0;
            if is_slow && !strand.queue().tasks.is_empty() {
                return strand.hand_over();
            }
            match strand.next() {
                Some(Task::Job(job)) => run(job),
                Some(Task::Flow(threads, flow)) => return strand.begin(&threads, flow),
                None => return,
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: Millis = Millis(1);

    fn strand() -> Strand {
        Strand::new(Arc::new(Heavy::default()))
    }

    #[test]
    fn jobs_run_one_at_a_time_and_in_order() {
        let strand = strand();
        let log = Arc::new(Mutex::new(Vec::new()));
        let note = |text: &'static str| log.lock().expect("no panic").push(text);
        let (inner, seen) = (strand.clone(), log.clone());
        strand.run(NOW, move || {
            let seen_later = seen.clone();
            inner.run(NOW, move || {
                seen_later.lock().expect("no panic").push("second")
            });
            seen.lock().expect("no panic").push("first");
        });
        note("third");
        assert_eq!(*log.lock().expect("no panic"), ["first", "second", "third"]);
    }

    #[test]
    fn a_job_that_panics_is_followed_by_the_next_on_whatever_thread() {
        let runtime = runtime();
        for is_heavy in [false, true] {
            let strand = strand();
            let (said, heard) = std::sync::mpsc::channel();
            let at_work = match is_heavy {
                false => strand.enter(NOW, || Box::new(|| {})),
                true => None,
            };
            if is_heavy {
                strand.weigh(Millis(100), None);
            }
            strand.run(NOW, || panic!("a job fails"));
            strand.flow(runtime.handle(), |_busy| panic!("a flow fails"));
            strand.run(NOW, move || said.send(()).expect("it is waited for"));
            drop(at_work);
            let heard = heard.recv_timeout(Duration::from_secs(60));
            assert_eq!(heard, Ok(()), "heavy: {is_heavy}");
        }
    }

    #[test]
    fn threads_never_meet_inside() {
        let strand = strand();
        let count = Arc::new(Mutex::new((0, false)));
        std::thread::scope(|scope| {
            for thread in 0..4 {
                let (strand, count) = (strand.clone(), count.clone());
                scope.spawn(move || {
                    for number in 0..1000 {
                        let count = count.clone();
                        // Now and then it is found to be heavy, and light again.
                        if number % 100 == 10 * thread {
                            strand.weigh(Millis(number % 200), None);
                        }
                        strand.run(NOW, move || {
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
        let (done, all_done) = std::sync::mpsc::channel();
        strand.run(NOW, move || done.send(()).expect("it is waited for"));
        all_done.recv().expect("the last job comes last");
        assert_eq!(count.lock().expect("no panic").0, 4000);
    }

    #[test]
    fn a_heavy_job_is_not_done_by_who_brings_it() {
        let strand = strand();
        let (said, heard) = std::sync::mpsc::channel();
        let inner = strand.clone();
        let here = std::thread::current().id();
        strand.run(NOW, move || {
            assert_eq!(std::thread::current().id(), here);
            let again = move || {
                said.send(std::thread::current().id())
                    .expect("it is waited for")
            };
            inner.weigh(Millis(100), Some(Box::new(again)));
        });
        assert_ne!(heard.recv().expect("it is run"), here);
        let (said, heard) = std::sync::mpsc::channel();
        strand.run(NOW, move || {
            said.send(std::thread::current().id())
                .expect("it is waited for")
        });
        assert_ne!(heard.recv().expect("it is run"), here);
    }

    #[test]
    fn a_strand_whose_job_was_given_up_rests_before_the_next() {
        let strand = strand();
        strand.weigh(Millis(100), None);
        let (said, heard) = std::sync::mpsc::channel();
        let job = |given_up: bool| {
            let said = said.clone();
            move || {
                let began = Instant::now();
                while began.elapsed() < Duration::from_millis(2) {
                    std::hint::spin_loop();
                }
                if given_up {
                    heavy::overran();
                }
                said.send((began, Instant::now()))
                    .expect("it is waited for");
            }
        };
        for given_up in [true, false, false] {
            strand.run(NOW, job(given_up));
        }
        let [first, second, _] = std::array::from_fn(|_| heard.recv().expect("it is run"));
        let took = first.1 - first.0;
        assert!(second.0 - first.1 >= took * RESTS, "{first:?} {second:?}");
    }

    #[test]
    fn a_flow_keeps_others_waiting_until_it_has_ended_wherever_that_is() {
        let runtime = runtime();
        let strand = strand();
        let (said, heard) = std::sync::mpsc::channel();
        let (held, holds) = std::sync::mpsc::channel();
        strand.flow(runtime.handle(), move |busy| drop(held.send(busy)));
        let busy = holds.try_recv().expect("it began at once, on this thread");
        for name in ["a job", "a flow", "a job", "a flow"] {
            let said = said.clone();
            let say = move || {
                let thread = std::thread::current().id();
                said.send((name, thread)).expect("it is waited for");
            };
            match name {
                "a job" => strand.run(NOW, say),
                _ => strand.flow(runtime.handle(), move |_busy| say()),
            }
        }
        assert!(heard.try_recv().is_err(), "the strand is busy");
        drop(busy);
        let heard: Vec<_> = heard.iter().take(4).collect();
        let names: Vec<_> = heard.iter().map(|(name, _)| *name).collect();
        assert_eq!(names, ["a job", "a flow", "a job", "a flow"]);
        let here = std::thread::current().id();
        assert!(heard.iter().all(|(_, thread)| *thread != here));
    }

    #[test]
    fn a_flow_may_pass_on_a_job_that_comes_first() {
        let runtime = runtime();
        let strand = strand();
        let (said, heard) = std::sync::mpsc::channel();
        let (first, last) = (said.clone(), said);
        let inner = strand.clone();
        let threads = runtime.handle().clone();
        strand.flow(runtime.handle(), move |busy| {
            inner.flow(&threads, move |_busy| {
                last.send("last").expect("it is waited for")
            });
            busy.pass(Box::new(move || {
                first.send("first").expect("it is waited for")
            }));
        });
        assert_eq!(heard.iter().collect::<Vec<_>>(), ["first", "last"]);
    }

    #[test]
    fn a_flow_whose_threads_are_gone_begins_all_the_same() {
        let runtime = runtime();
        let threads = runtime.handle().clone();
        let strand = strand();
        let (said, heard) = std::sync::mpsc::channel();
        let (inner, gone) = (strand.clone(), threads.clone());
        strand.flow(&threads, move |busy| {
            inner.flow(&gone, move |_busy| said.send(()).expect("it is waited for"));
            runtime.shutdown_background();
            drop(busy);
        });
        heard.recv().expect("it is begun");
    }

    fn runtime() -> tokio::runtime::Runtime {
        let mut builder = tokio::runtime::Builder::new_multi_thread();
        builder.worker_threads(1).build().expect("a thread")
    }
}

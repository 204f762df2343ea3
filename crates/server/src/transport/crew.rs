//! The threads on which connections live: each has an event loop of its own, and a connection stays on one.
//!
//! So a thread takes what has come for all of its connections before it lets go what that leads to: what several messages have for
//! one peer leaves in one write, and no thread wakes another for a message. It refuses to know what a connection does.

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};

use tokio::net::TcpStream;
use tokio::runtime::{Builder, Handle};
use tokio::sync::oneshot;
use tokio::task::JoinSet;

use crate::turn::Turn;

/// After how many tasks a thread looks for news of its sockets, if it does not rest before.
const TASKS: u32 = 256;

/// So many more connections than another one a thread may have, or this part more where there are many.
const NEAR: usize = 16;
const PART: usize = 8;

/// The threads.
pub(super) struct Crew {
    members: Vec<Member>,
}

struct Member {
    handle: Handle,
    /// How many connections it has.
    load: Arc<AtomicUsize>,
    /// Dropped, it ends the thread.
    stop: oneshot::Sender<()>,
    thread: JoinHandle<()>,
}

/// A connection's place on a thread.
pub(super) struct Berth(Arc<AtomicUsize>);

impl Drop for Berth {
    fn drop(&mut self) {
        self.0.fetch_sub(1, Ordering::Relaxed);
    }
}

impl Crew {
    /// So many threads, or as many as the system gives. With none, connections live on the runtime that [`Crew::enlist`] is called in.
    pub(super) fn muster(threads: usize) -> Crew {
        let started = (0..threads).map(Member::start);
        let members = started.filter_map(|member| {
            let failed = |error: &io::Error| tracing::warn!(%error, "a thread can't be started");
            member.inspect_err(failed).ok()
        });
        Crew {
            members: members.collect(),
        }
    }

    /// Begins a task for connections that come, on each thread; with none, here. The task gets its thread's number.
    pub(super) fn on_each<F>(&self, tasks: &mut JoinSet<()>, task: impl Fn(Option<usize>) -> F)
    where
        F: Future<Output = ()> + Send + 'static,
    {
        for (number, member) in self.members.iter().enumerate() {
            tasks.spawn_on(task(Some(number)), &member.handle);
        }
        if self.members.is_empty() {
            tasks.spawn(task(None));
        }
    }

    /// Gives a connection to the thread that has the fewest, as a task. Where it was accepted, it stays if that is nearly as good: to go
    /// elsewhere costs more than to be served.
    pub(super) fn enlist<F>(
        &self,
        stream: TcpStream,
        here: Option<usize>,
        task: impl FnOnce(TcpStream, Berth) -> F,
    ) where
        F: Future<Output = ()> + Send + 'static,
    {
        let Some(least) = self.members.iter().min_by_key(|member| member.load()) else {
            drop(tokio::spawn(task(stream, Berth::aboard(Arc::default()))));
            return;
        };
        let here = here.and_then(|here| self.members.get(here));
        if let Some(here) =
            here.filter(|here| here.load() <= least.load() + NEAR.max(least.load() / PART))
        {
            let berth = Berth::aboard(here.load.clone());
            drop(tokio::spawn(task(stream, berth)));
            return;
        }
        let berth = Berth::aboard(least.load.clone());
        let _runtime = least.handle.enter();
        // It fails only where the system has nothing left to give.
        let moved = stream.into_std().and_then(TcpStream::from_std);
        if let Ok(stream) = moved {
            least.handle.spawn(task(stream, berth));
        }
    }

    /// Ends the threads, with all that is still on them.
    pub(super) async fn dismiss(self) {
        let threads: Vec<_> = self.members.into_iter().map(Member::stop).collect();
        let ended = tokio::task::spawn_blocking(|| {
            for thread in threads {
                // What a connection panicked with was told on that thread.
                let _ = thread.join();
            }
        });
        let _ = ended.await;
    }
}

impl Berth {
    fn aboard(load: Arc<AtomicUsize>) -> Berth {
        load.fetch_add(1, Ordering::Relaxed);
        Berth(load)
    }
}

impl Member {
    fn load(&self) -> usize {
        self.load.load(Ordering::Relaxed)
    }

    fn start(number: usize) -> io::Result<Member> {
        let runtime = Builder::new_current_thread()
            .enable_all()
            .event_interval(TASKS)
            .build()?;
        let handle = runtime.handle().clone();
        let (stop, stopped) = oneshot::channel::<()>();
        let thread = thread::Builder::new().name(format!("connections-{number}"));
        let thread = thread.spawn(move || {
            Turn::keep();
            // Whether it is told to stop or nobody is there to tell it.
            let _ = runtime.block_on(async {
                let leaving = tokio::spawn(Turn::leave());
                let ended = stopped.await;
                leaving.abort();
                ended
            });
            runtime.shutdown_background();
            Turn::let_go();
        })?;
        Ok(Member {
            handle,
            load: Arc::default(),
            stop,
            thread,
        })
    }

    fn stop(self) -> JoinHandle<()> {
        drop(self.stop);
        self.thread
    }
}

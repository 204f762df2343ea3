//! The threads on which connections live: each has an event loop of its own, and a connection stays on one.
//!
//! So a thread takes what has come for all of its connections before it lets go what that leads to: what several messages have for
//! one peer leaves in one write, and no thread wakes another for a message. One thread at a time keeps watch for those who come, so that
//! the others are not woken for each. It refuses to know what a connection does.

use std::hint::black_box;
use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread::{self, JoinHandle};

use tokio::net::TcpStream;
use tokio::runtime::{Builder, Handle};
use tokio::sync::{Notify, oneshot};
use tokio::task::JoinSet;

use crate::turn::Turn;

/// After how many tasks a thread looks for news of its sockets, if it does not rest before.
const TASKS: u32 = 256;

/// So many more connections than another one a thread may have, or this part more where there are many.
const NEAR: usize = 16;
const PART: usize = 8;

/// So many more than another one it may get while it keeps watch, or that part more where it is less.
const WATCH: usize = 32;

/// So many pieces of so many bytes a thread takes and gives back when it begins.
const PIECES: usize = 512;
const PIECE: usize = 64 << 10;

/// The threads.
pub(super) struct Crew {
    members: Vec<Member>,
}

struct Member {
    handle: Handle,
    /// How many connections it has.
    load: Arc<AtomicUsize>,
    /// Told when its watch begins.
    watch: Notify,
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
        let members: Vec<Member> = members.collect();
        if let Some(first) = members.first() {
            first.watch.notify_one();
        }
        Crew { members }
    }

    /// Waits until it is the turn of this thread to keep watch.
    pub(super) async fn watch(&self, thread: Option<usize>) {
        if let Some(member) = thread.and_then(|thread| self.members.get(thread)) {
            member.watch.notified().await;
        }
    }

    /// Lets the thread that has the fewest connections keep watch, where this one, which does, has enough more; whether that is so.
    pub(super) fn relieve(&self, thread: Option<usize>) -> bool {
        let member = thread.and_then(|thread| self.members.get(thread));
        let least = self.members.iter().min_by_key(|member| member.load());
        let (Some(member), Some(least)) = (member, least) else {
            return false;
        };
        let most = least.load() + (least.load() / PART).clamp(1, WATCH);
        let over = member.load() > most;
        if over {
            least.watch.notify_one();
        }
        over
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
            make_room();
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
            watch: Notify::new(),
            stop,
            thread,
        })
    }

    fn stop(self) -> JoinHandle<()> {
        drop(self.stop);
        self.thread
    }
}

/// Lets a thread's memory grow without a call for each page. The C library's allocator, which has a part of its own for each thread, asks the
/// system for leave whenever that gets larger than it ever was; what has been there once it only takes up again.
fn make_room() {
    let pieces = (0..PIECES).map(|_| Vec::<u8>::with_capacity(PIECE));
    drop(black_box(pieces.collect::<Vec<_>>()));
}

#[cfg(test)]
mod tests {
    use std::net::TcpListener;
    use std::sync::atomic::AtomicBool;

    use tokio::sync::mpsc;

    use super::*;

    #[tokio::test]
    async fn threads_keep_watch_one_at_a_time_and_share_who_comes() {
        const COME: usize = 200;
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        listener.set_nonblocking(true).expect("a socket");
        let address = listener.local_addr().expect("an address");
        let (listener, crew) = (Arc::new(listener), Arc::new(Crew::muster(3)));
        let (watched, mut tasks) = (Arc::new(AtomicBool::new(false)), JoinSet::new());
        let (taken, mut takes) = mpsc::unbounded_channel();
        crew.on_each(&mut tasks, |thread| {
            let (listener, crew) = (listener.clone(), crew.clone());
            let (watched, taken) = (watched.clone(), taken.clone());
            async move {
                loop {
                    crew.watch(thread).await;
                    let own = listener.try_clone().expect("a handle");
                    let own = tokio::net::TcpListener::from_std(own).expect("a listener");
                    loop {
                        let alone = !watched.swap(true, Ordering::SeqCst);
                        let (stream, _) = own.accept().await.expect("somebody comes");
                        let taken = taken.clone();
                        crew.enlist(stream, thread, |stream, berth| async move {
                            let _ = taken.send((alone, stream, berth));
                        });
                        watched.store(false, Ordering::SeqCst);
                        if crew.relieve(thread) {
                            break;
                        }
                    }
                }
            }
        });
        let mut all = Vec::new();
        for _ in 0..COME {
            let client = std::net::TcpStream::connect(address).expect("it is heard");
            let (alone, stream, berth) = takes.recv().await.expect("it is taken");
            assert!(alone, "one at a time");
            all.push((client, stream, berth));
        }
        for member in &crew.members {
            let load = member.load();
            assert!((COME / 4..COME / 2).contains(&load), "{load}");
        }
        drop(all);
        tasks.shutdown().await;
        let crew = Arc::into_inner(crew).expect("no task has it any more");
        crew.dismiss().await;
    }
}

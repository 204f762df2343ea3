//! A connection: a [`Reader`] that one task polls, and [`Sender`]s for whoever has something to say.
//!
//! It owns the queue of what waits to be written and the policy for slow readers. It refuses to decide when to ping and
//! when a silent peer is gone: it tells when it was last heard.

mod ended;
mod outbox;
mod queue;
mod reader;
mod sender;
mod stream;

use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use tokio::time::Instant;

use crate::codec::{Limits, Role};
use crate::deflate::Window;
use outbox::Outbox;

pub use ended::Ended;
pub use reader::{Message, Reader};
pub use sender::{Class, Gone, Rest, Sender};
pub use stream::{Stream, Transport};

/// The limits of connections; all of a server's share one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// The longest frame taken, in bytes.
    pub max_frame: usize,
    /// The longest message taken, in bytes, whatever its fragments; as sent, and inflated.
    pub max_message: usize,
    /// How many bytes may wait for a slow peer, behind the frame that is being written to it.
    pub max_queue: usize,
    /// Messages shorter than this, in bytes, are not compressed.
    pub min_deflate: usize,
    /// See [`Flush`].
    pub flush: Flush,
}

/// Who lets go what [`Sender::queue`] put into a connection's queue.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Flush {
    /// The reader, before it waits.
    ByReader,
    /// Whoever queued it, when they like: for those who collect frames over the turns of several connections.
    ByCaller,
}

impl Default for Config {
    /// 1 MiB each; nothing under 512 bytes is compressed.
    fn default() -> Config {
        Config {
            max_frame: 1 << 20,
            max_message: 1 << 20,
            max_queue: 1 << 20,
            min_deflate: 512,
            flush: Flush::ByReader,
        }
    }
}

/// What the reader and the senders of a connection share.
#[derive(Debug)]
struct Shared {
    outbox: Mutex<Outbox>,
    config: Arc<Config>,
    opened: Instant,
    /// Nanoseconds from `opened` on: on one machine a ping's answer is here in the millisecond in which it was sent.
    heard: AtomicU64,
    role: Role,
    window: Option<Window>,
}

/// A connection over a stream on which the handshake is done. `window` is what that agreed on, if anything.
///
/// The reader has to be polled for anything to be read, and for a slow peer to get what waits for it.
#[must_use]
pub fn open(
    stream: Stream,
    role: Role,
    window: Option<Window>,
    config: &Arc<Config>,
) -> (Sender, Reader) {
    let (wire, rest, unsent) = stream.into_parts();
    let mut outbox = Outbox::new(wire, role, config.max_queue);
    outbox.begin(unsent);
    let shared = Arc::new(Shared {
        outbox: Mutex::new(outbox),
        config: Arc::clone(config),
        opened: Instant::now(),
        heard: AtomicU64::new(0),
        role,
        window,
    });
    let limits = Limits {
        frame: config.max_frame,
        message: config.max_message,
    };
    let reader = Reader::new(Arc::clone(&shared), rest, limits);
    (Sender::new(shared), reader)
}

impl Shared {
    /// No code that could panic runs under the lock but ours, and the outbox is never left half changed.
    fn outbox(&self) -> MutexGuard<'_, Outbox> {
        self.outbox.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn hear(&self) {
        let age = self.opened.elapsed().as_nanos();
        self.heard.store(age as u64, Ordering::Relaxed);
    }

    fn heard(&self) -> Instant {
        self.opened + Duration::from_nanos(self.heard.load(Ordering::Relaxed))
    }
}

//! The way to say something on a connection, from anywhere.

use std::sync::Arc;

use tokio::time::Instant;

use super::Shared;
use super::ended::Ended;
use super::queue::{Key, Replaced};
use crate::codec::{Close, CloseCode, OpCode};
use crate::outgoing::{self, Outgoing};

/// What becomes of a message that a slow peer can't take at once.
#[derive(Debug, Clone, Copy)]
pub enum Class {
    /// It waits.
    Normal,
    /// It waits, and goes when a newer one with the same key comes: only the newest is worth reading. Keys are numbers
    /// that the caller gives out; two things under one key would replace each other.
    Volatile(u64),
    /// As volatile, and where it goes something is left of it: what the function makes of the message.
    Leaving(u64, Rest),
}

/// Makes of a message what is left where a newer one replaces it, and a number for the group that it belongs to: of several in a row
/// of one group only the last is sent. `None` where nothing is left.
pub type Rest = fn(&[u8]) -> Option<(u64, Outgoing)>;

/// The connection has ended; how, its [`crate::Reader`] tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the connection has ended")]
pub struct Gone;

/// A handle to a connection. Cheap to clone. It never blocks and never waits.
#[derive(Debug, Clone)]
pub struct Sender(Arc<Shared>);

impl Sender {
    pub(super) fn new(shared: Arc<Shared>) -> Sender {
        Sender(shared)
    }

    /// Writes the message at once where nothing waits; else it waits behind what does.
    ///
    /// Where more than [`crate::Config::max_queue`] bytes would wait, the connection ends with code 1013.
    ///
    /// # Errors
    /// Where the connection has ended, or ends by this.
    pub fn send(&self, message: &Outgoing, class: Class) -> Result<(), Gone> {
        let frame = self.frame(message);
        let replaced = replaced(message, class);
        self.0.outbox().send(frame, key(class), replaced)
    }

    /// Puts the message into the queue. Several leave in one write with the next [`Sender::flush`] or
    /// [`Sender::send`], which the caller owes; a task that queues answers between calls of [`crate::Reader::recv`] owes
    /// nothing, for the reader flushes before it waits.
    ///
    /// # Errors
    /// As [`Sender::send`].
    pub fn queue(&self, message: &Outgoing, class: Class) -> Result<(), Gone> {
        let frame = self.frame(message);
        let replaced = replaced(message, class);
        self.0.outbox().queue(frame, key(class), replaced)
    }

    /// Writes what waits, as far as the peer takes it. The rest follows by itself.
    pub fn flush(&self) {
        let mut outbox = self.0.outbox();
        if !outbox.is_blocked() && outbox.frames() > 0 {
            outbox.flush();
        }
    }

    /// Asks for a sign of life; the reader reports the pong. Of the payload 125 bytes are sent.
    ///
    /// # Errors
    /// As [`Sender::send`].
    pub fn ping(&self, payload: &[u8]) -> Result<(), Gone> {
        let frame = outgoing::control(self.0.role, OpCode::Ping, payload);
        self.0.outbox().send(frame, None, Replaced::Gone)
    }

    /// Closes the connection: the frame leaves behind what waits, and the reader's `recv` returns. A code that may
    /// not be sent becomes 1011; the reason is cut to 123 bytes. On a connection that has ended it does nothing.
    pub fn close(&self, code: CloseCode, reason: &str) {
        let code = if code.may_be_sent() {
            code
        } else {
            CloseCode::INTERNAL
        };
        self.0.outbox().close(Ended::Ours(Close::new(code, reason)));
    }

    /// Whether the connection has not ended yet.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.0.outbox().ended().is_none()
    }

    /// How many bytes wait to be written.
    #[must_use]
    pub fn queued_bytes(&self) -> usize {
        self.0.outbox().bytes()
    }

    /// When bytes last came from the peer, or it last took some after being slow.
    #[must_use]
    pub fn last_heard(&self) -> Instant {
        self.0.heard()
    }

    /// Whether both lead to the same connection.
    #[must_use]
    pub fn is_same(&self, other: &Sender) -> bool {
        Arc::ptr_eq(&self.0, &other.0)
    }

    fn frame(&self, message: &Outgoing) -> bytes::Bytes {
        let worth = message.payload().len() >= self.0.config.min_deflate;
        message.frame(self.0.role, self.0.window.filter(|_| worth))
    }
}

fn key(class: Class) -> Option<Key> {
    match class {
        Class::Normal => None,
        Class::Volatile(key) | Class::Leaving(key, _) => Some(Key::Volatile(key)),
    }
}

fn replaced(message: &Outgoing, class: Class) -> Replaced {
    match class {
        Class::Leaving(_, rest) => Replaced::Leaves(message.clone(), rest),
        Class::Normal | Class::Volatile(_) => Replaced::Gone,
    }
}

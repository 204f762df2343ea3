//! The other end of a connection, as rooms see it. When what is queued for it leaves, [`crate::turn`] says.

use std::fmt;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};

use buildamp_engine::{ConnectionId, Tenant};
use buildamp_websocket::{Class, Sender};
use tokio::sync::Notify;

use crate::directs::Told;
use crate::few::Few;
use crate::identity::Claims;
use crate::node::Room;
use crate::protocol::Frame;
use crate::turn::{self, Home};

/// The sending half of a transport.
///
/// Calls come from any thread and never block. Frames leave in the order in which they were queued.
pub trait Peer: Send + Sync {
    /// Takes a frame. What can't be read fast enough is the peer's to judge: a volatile frame may give way to a newer one of its key,
    /// any other ends the connection when there are too many.
    fn queue(&self, frame: &Frame, class: Class);

    /// Lets what is queued go.
    fn flush(&self);

    /// Ends the connection after what is queued.
    fn end(&self, ending: &Ending);
}

/// Why the server ends a connection: a close code of RFC 6455 and a reason of up to 123 bytes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The code.
    pub code: u16,
    /// The reason.
    pub reason: String,
}

/// The sending half of a connection, whatever it is. Those that are most take no memory of their own.
pub enum Outlet {
    /// A WebSocket's.
    Socket(Sender),
    /// Another's.
    Other(Box<dyn Peer>),
}

impl From<Sender> for Outlet {
    fn from(sender: Sender) -> Outlet {
        Outlet::Socket(sender)
    }
}

impl<P: Peer + 'static> From<Box<P>> for Outlet {
    fn from(peer: Box<P>) -> Outlet {
        Outlet::Other(peer)
    }
}

impl Outlet {
    fn queue(&self, frame: &Frame, class: Class) {
        match self {
            Outlet::Socket(sender) => Peer::queue(sender, frame, class),
            Outlet::Other(peer) => peer.queue(frame, class),
        }
    }

    fn flush(&self) {
        match self {
            Outlet::Socket(sender) => Peer::flush(sender),
            Outlet::Other(peer) => peer.flush(),
        }
    }

    /// See [`Peer::end`].
    pub(crate) fn end(&self, ending: &Ending) {
        match self {
            Outlet::Socket(sender) => Peer::end(sender, ending),
            Outlet::Other(peer) => peer.end(ending),
        }
    }
}

/// A session: what a client that comes back shows to go on as who it was. Aligned as the rest of a [`Link`], which would have a hole otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(Rust, packed(8))]
pub(crate) struct Session(pub(crate) u128);

impl Session {
    /// Reads the 32 hexadecimal digits that clients have.
    pub(crate) fn read(text: &str) -> Option<Session> {
        let digits = text.len() == 32 && text.bytes().all(|byte| byte.is_ascii_hexdigit());
        let number = u128::from_str_radix(text, 16).ok()?;
        digits.then_some(Session(number))
    }
}

impl fmt::Display for Session {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:032x}", { self.0 })
    }
}

/// A connection, as rooms and users hold it.
pub(crate) struct Link {
    /// Unique over all nodes.
    pub(crate) id: ConnectionId,
    /// Unique in this process, and small.
    pub(crate) number: u64,
    pub(crate) tenant: Tenant,
    pub(crate) session: Session,
    pub(crate) user: OnceLock<Arc<str>>,
    /// What its token says, where the app wants to know.
    pub(crate) claims: Option<Claims>,
    pub(crate) rooms: Mutex<Few<Arc<Room>>>,
    /// Messages that wait for their rooms.
    pub(crate) waiting: AtomicU32,
    pub(crate) settled: Notify,
    /// Joins and leaves that wait for their rooms.
    moving: AtomicU32,
    /// When the session was last remembered, in milliseconds.
    pub(crate) remembered: AtomicU64,
    /// Refusals for going too fast since the last message that was taken.
    pub(crate) refused: AtomicU32,
    /// How far it was told what is sent to its user alone.
    pub(crate) directs: Told,
    /// How many frames came.
    frames: AtomicU64,
    dirty: AtomicBool,
    gone: AtomicBool,
    /// Whether messages without an id are answered too: who made it waits for one.
    pub(crate) answers_all: bool,
    /// Whether it goes for good, rather than breaks.
    farewell: AtomicBool,
    /// The thread that it lives on, where that gathers.
    pub(crate) home: Option<Arc<Home>>,
    pub(crate) peer: Outlet,
}

impl Link {
    pub(crate) fn new(
        id: ConnectionId,
        number: u64,
        tenant: Tenant,
        session: Session,
        home: Option<Arc<Home>>,
        peer: Outlet,
    ) -> Link {
        Link {
            id,
            number,
            tenant,
            session,
            user: OnceLock::new(),
            claims: None,
            rooms: Mutex::default(),
            waiting: AtomicU32::new(0),
            settled: Notify::new(),
            moving: AtomicU32::new(0),
            remembered: AtomicU64::new(0),
            refused: AtomicU32::new(0),
            directs: Told::default(),
            frames: AtomicU64::new(0),
            dirty: AtomicBool::new(false),
            gone: AtomicBool::new(false),
            home,
            answers_all: false,
            farewell: AtomicBool::new(false),
            peer,
        }
    }

    /// The user, or nobody's empty name.
    pub(crate) fn user_name(&self) -> &str {
        self.user.get().map_or("", |user| user)
    }

    /// The same, as others keep it.
    pub(crate) fn user_shared(&self) -> Arc<str> {
        self.user.get().cloned().unwrap_or_default()
    }

    /// The room of this name, where the connection is in it.
    pub(crate) fn room(&self, name: &str) -> Option<Arc<Room>> {
        let held = self.held();
        let mut rooms = held.as_slice().iter();
        rooms.find(|room| *room.name == *name).cloned()
    }

    pub(crate) fn is_in(&self, room: &Room) -> bool {
        let held = self.held();
        let mut rooms = held.as_slice().iter();
        rooms.any(|held| std::ptr::eq(&**held, room))
    }

    pub(crate) fn forget(&self, room: &Room) {
        self.held().retain(|held| !std::ptr::eq(&**held, room));
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Few<Arc<Room>>> {
        self.rooms.lock().expect("nobody panics while holding it")
    }

    /// The connection is about to join or leave a room.
    pub(crate) fn begin_move(&self) {
        self.moving.fetch_add(1, Ordering::AcqRel);
    }

    /// It has joined or left, or was refused.
    pub(crate) fn end_move(&self) {
        self.moving.fetch_sub(1, Ordering::AcqRel);
        self.settled.notify_one();
    }

    /// Whether it joins or leaves a room just now: what follows means the rooms that it is in afterwards.
    pub(crate) fn is_moving(&self) -> bool {
        self.moving.load(Ordering::Acquire) > 0
    }

    /// The connection is gone. Said before its rooms are cleared.
    pub(crate) fn go(&self) {
        self.gone.store(true, Ordering::Release);
    }

    /// The number of the frame that has just come.
    pub(crate) fn count_frame(&self) -> u64 {
        self.frames.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// The connection is about to go, and nobody expects it back.
    pub(crate) fn bid_farewell(&self) {
        self.farewell.store(true, Ordering::Release);
    }

    /// Whether it may be back in a moment.
    pub(crate) fn may_come_back(&self) -> bool {
        !self.farewell.load(Ordering::Acquire)
    }

    pub(crate) fn is_gone(&self) -> bool {
        self.gone.load(Ordering::Acquire)
    }

    /// Sends a frame at the end of this thread's turn.
    pub(crate) fn send(self: &Arc<Self>, frame: &Frame, class: Class) {
        self.peer.queue(frame, class);
        if self.dirty.swap(true, Ordering::AcqRel) {
            // Whoever made it dirty has not flushed it yet, and will.
            return;
        }
        turn::owe(self);
    }

    /// Sends a frame that must arrive.
    pub(crate) fn tell(self: &Arc<Self>, frame: &Frame) {
        self.send(frame, Class::Normal);
    }

    /// Lets what was sent leave.
    pub(crate) fn flush(&self) {
        self.dirty.store(false, Ordering::Release);
        self.peer.flush();
    }
}

#[cfg(all(test, target_os = "linux", target_pointer_width = "64"))]
mod tests {
    use super::*;

    /// With what counts its holders it is one of the allocator's pieces of 224 bytes.
    #[test]
    fn a_connection_is_held_in_few_bytes() {
        assert!(size_of::<Link>() <= 208, "{}", size_of::<Link>());
    }
}

//! The other end of a connection, as rooms see it; and when what is queued for it leaves.
//!
//! Frames are queued while messages are worked on, and leave together at the end of the turn, or of several turns where the thread
//! has more to do: several to one peer go out in one write.

use std::cell::RefCell;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock};
use std::time::{Duration, Instant};

use buildamp_engine::{ConnectionId, Tenant};
use buildamp_websocket::Class;
use tokio::sync::Notify;

use crate::node::Room;
use crate::protocol::Frame;

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

/// A connection, as rooms and users hold it.
pub(crate) struct Link {
    /// Unique over all nodes.
    pub(crate) id: ConnectionId,
    /// Unique in this process, and small.
    pub(crate) number: u64,
    pub(crate) tenant: Tenant,
    pub(crate) session: Box<str>,
    pub(crate) user: OnceLock<Arc<str>>,
    pub(crate) rooms: Mutex<Vec<Arc<Room>>>,
    /// Messages that wait for their rooms.
    pub(crate) waiting: AtomicU32,
    pub(crate) settled: Notify,
    /// Joins and leaves that wait for their rooms.
    moving: AtomicU32,
    /// When the session was last remembered, in milliseconds.
    pub(crate) remembered: AtomicU64,
    /// Refusals for going too fast since the last message that was taken.
    pub(crate) refused: AtomicU32,
    /// How many frames came.
    frames: AtomicU64,
    dirty: AtomicBool,
    gone: AtomicBool,
    /// Whether messages without an id are answered too: who made it waits for one.
    pub(crate) answers_all: bool,
    /// Whether it goes for good, rather than breaks.
    farewell: AtomicBool,
    pub(crate) peer: Box<dyn Peer>,
}

impl Link {
    pub(crate) fn new(
        id: ConnectionId,
        number: u64,
        tenant: Tenant,
        session: Box<str>,
        peer: Box<dyn Peer>,
    ) -> Link {
        Link {
            id,
            number,
            tenant,
            session,
            user: OnceLock::new(),
            rooms: Mutex::default(),
            waiting: AtomicU32::new(0),
            settled: Notify::new(),
            moving: AtomicU32::new(0),
            remembered: AtomicU64::new(0),
            refused: AtomicU32::new(0),
            frames: AtomicU64::new(0),
            dirty: AtomicBool::new(false),
            gone: AtomicBool::new(false),
            answers_all: false,
            farewell: AtomicBool::new(false),
            peer,
        }
    }

    /// The user, or nobody's empty name.
    pub(crate) fn user_name(&self) -> &str {
        self.user.get().map_or("", |user| user)
    }

    /// The room of this name, where the connection is in it.
    pub(crate) fn room(&self, name: &str) -> Option<Arc<Room>> {
        self.held().iter().find(|room| *room.name == *name).cloned()
    }

    pub(crate) fn is_in(&self, room: &Room) -> bool {
        self.held().iter().any(|held| std::ptr::eq(&**held, room))
    }

    pub(crate) fn forget(&self, room: &Room) {
        self.held().retain(|held| !std::ptr::eq(&**held, room));
    }

    fn held(&self) -> std::sync::MutexGuard<'_, Vec<Arc<Room>>> {
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
        TURN.with_borrow_mut(|turn| match turn {
            Turns { depth: 0, .. } => self.flush(),
            Turns { dirty, .. } => dirty.push(self.clone()),
        });
    }

    /// Sends a frame that must arrive.
    pub(crate) fn tell(self: &Arc<Self>, frame: &Frame) {
        self.send(frame, Class::Normal);
    }

    fn flush(&self) {
        self.dirty.store(false, Ordering::Release);
        self.peer.flush();
    }
}

#[derive(Default)]
struct Turns {
    depth: u32,
    dirty: Vec<Arc<Link>>,
    /// Whether what turns send may stay after them.
    keeps: bool,
    /// How many turns' frames stay, and since when.
    kept: u32,
    since: Option<Instant>,
}

/// What stays on a thread leaves after so many turns, ..
const MOST_TURNS: u32 = 128;
/// .. or for so many connections, ..
const MOST_LINKS: usize = 512;
/// .. or after this time; in any case before the thread rests.
const LONGEST: Duration = Duration::from_millis(2);

thread_local! {
    static TURN: RefCell<Turns> = RefCell::default();
}

/// A piece of a thread's work: what is sent during it leaves when it is dropped.
pub struct Turn(());

impl Turn {
    /// Begins one. Turns within turns end with the outermost.
    pub fn begin() -> Turn {
        let late = TURN.with_borrow(|turn| turn.depth == 0 && turn.is_late());
        if late {
            let_go();
        }
        TURN.with_borrow_mut(|turn| turn.depth += 1);
        Turn(())
    }

    /// From now on what is sent during this thread's turns may leave a little later, together with that of the next ones: frames of
    /// several turns to one peer go out in one write. For threads that call [`Turn::let_go`] whenever they are about to rest.
    pub fn keep() {
        TURN.with_borrow_mut(|turn| turn.keeps = true);
    }

    /// Lets everything leave that stayed on this thread.
    pub fn let_go() {
        if TURN.with_borrow(|turn| turn.depth == 0) {
            let_go();
        }
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let over = TURN.with_borrow_mut(|turn| {
            turn.depth -= 1;
            turn.depth == 0 && !turn.may_stay()
        });
        if over {
            let_go();
        }
    }
}

impl Turns {
    /// Whether what is dirty may stay after a turn, which is counted.
    fn may_stay(&mut self) -> bool {
        if !self.keeps || self.dirty.is_empty() {
            return self.dirty.is_empty();
        }
        self.kept += 1;
        let since = self.since.get_or_insert_with(Instant::now);
        self.kept < MOST_TURNS && self.dirty.len() < MOST_LINKS && since.elapsed() < LONGEST
    }

    fn is_late(&self) -> bool {
        self.since.is_some_and(|since| since.elapsed() >= LONGEST)
    }
}

fn let_go() {
    let mut dirty = TURN.with_borrow_mut(|turn| {
        turn.kept = 0;
        turn.since = None;
        std::mem::take(&mut turn.dirty)
    });
    for link in dirty.drain(..) {
        link.flush();
    }
    TURN.with_borrow_mut(|turn| {
        if turn.dirty.capacity() == 0 {
            turn.dirty = dirty;
        }
    });
}

#[cfg(test)]
mod tests {
    use super::*;

    /// How often it was flushed.
    #[derive(Default)]
    struct Counting(Arc<AtomicU32>);

    impl Peer for Counting {
        fn queue(&self, _: &Frame, _: Class) {}

        fn flush(&self) {
            self.0.fetch_add(1, Ordering::Relaxed);
        }

        fn end(&self, _: &Ending) {}
    }

    fn link() -> (Arc<Link>, Arc<AtomicU32>) {
        let flushes = Arc::new(AtomicU32::new(0));
        let peer = Box::new(Counting(flushes.clone()));
        let link = Link::new("c".into(), 1, Tenant("t".into()), "s".into(), peer);
        (Arc::new(link), flushes)
    }

    fn say(link: &Arc<Link>) {
        let _turn = Turn::begin();
        for _ in 0..3 {
            link.tell(&Frame::from("{}".to_owned()));
        }
    }

    #[test]
    fn what_a_turn_sends_leaves_together_at_its_end() {
        let (link, flushes) = link();
        say(&link);
        assert_eq!(flushes.load(Ordering::Relaxed), 1);
        say(&link);
        assert_eq!(flushes.load(Ordering::Relaxed), 2);
    }

    #[test]
    fn what_stays_leaves_when_the_thread_rests_or_enough_has_gathered() {
        let kept = std::thread::spawn(|| {
            Turn::keep();
            let (link, flushes) = link();
            say(&link);
            say(&link);
            Turn::let_go();
            let rested = flushes.load(Ordering::Relaxed);
            for _ in 0..MOST_TURNS {
                say(&link);
            }
            (rested, flushes.load(Ordering::Relaxed))
        });
        let (rested, gathered) = kept.join().expect("the thread ends well");
        assert!(rested >= 1, "it left when the thread rested");
        assert!(gathered > rested, "it left after so many turns");
    }
}

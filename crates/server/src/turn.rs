//! When what is queued for connections leaves.
//!
//! Frames are queued while messages are worked on, and leave together at the end of the turn, or of several turns where the thread
//! has more to do: several to one peer go out in one write. It refuses to know what is sent.

use std::cell::RefCell;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use cpu_time::ThreadTime;

use crate::peer::Link;

#[derive(Default)]
struct Turns {
    depth: u32,
    dirty: Vec<Arc<Link>>,
    /// Of a thread where what turns send may stay after them.
    home: Option<Arc<Home>>,
    /// How many turns' frames stay, and since when.
    kept: u32,
    since: Option<Since>,
}

/// When something began, by how long the thread had been running, and when that was looked at last.
struct Since {
    began: ThreadTime,
    looked: Instant,
}

/// What stays on a thread leaves after so many turns, ..
const MOST_TURNS: u32 = 2048;
/// .. or for so many connections, ..
const MOST_LINKS: usize = 4096;
/// .. or after so much work; in any case before the thread rests. Waiting for a core is no work: let go then, a thread of a busy machine
/// would have less and less for each write, which keeps the machine busier.
const LONGEST: Duration = Duration::from_millis(20);

thread_local! {
    static TURN: RefCell<Turns> = RefCell::default();
}

/// A thread that gathers, as others see it: while it does, they leave to it what they have for connections that live there, so that
/// what several threads have for one peer leaves in one write, too.
#[derive(Default)]
pub(crate) struct Home(Mutex<Inbox>);

#[derive(Default)]
struct Inbox {
    /// Whether something stays on the thread, which therefore comes to let go.
    gathers: bool,
    links: Vec<Arc<Link>>,
}

impl Home {
    fn inbox(&self) -> MutexGuard<'_, Inbox> {
        self.0.lock().expect("nobody panics while holding it")
    }

    /// Takes a connection over from another thread; false where nobody would come for it.
    fn take_over(&self, link: &Arc<Link>) -> bool {
        let mut inbox = self.inbox();
        if inbox.gathers {
            inbox.links.push(link.clone());
        }
        inbox.gathers
    }

    /// What others have left here. With nothing there the thread no longer gathers.
    fn empty(&self) -> Vec<Arc<Link>> {
        let mut inbox = self.inbox();
        inbox.gathers = !inbox.links.is_empty();
        std::mem::take(&mut inbox.links)
    }
}

/// The home of connections that are opened on this thread.
pub(crate) fn home() -> Option<Arc<Home>> {
    TURN.with_borrow(|turn| turn.home.clone())
}

/// What was sent to a connection leaves at the end of this thread's turn.
pub(crate) fn owe(link: &Arc<Link>) {
    let in_turn = TURN.with_borrow_mut(|turn| {
        let in_turn = turn.depth > 0;
        if in_turn {
            turn.dirty.push(link.clone());
        }
        in_turn
    });
    if !in_turn {
        link.flush();
    }
}

/// A piece of a thread's work: what is sent during it leaves when it is dropped.
pub struct Turn(());

impl Turn {
    /// Begins one. Turns within turns end with the outermost.
    pub fn begin() -> Turn {
        TURN.with_borrow_mut(|turn| turn.depth += 1);
        Turn(())
    }

    /// From now on what is sent during this thread's turns may leave a little later, together with that of the next ones: frames of
    /// several turns to one peer go out in one write. For threads that call [`Turn::let_go`] whenever they are about to rest.
    pub fn keep() {
        TURN.with_borrow_mut(|turn| turn.home = Some(Arc::default()));
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
        if self.dirty.is_empty() {
            return true;
        }
        let Some(home) = &self.home else {
            return false;
        };
        self.kept += 1;
        let since = self.since.get_or_insert_with(|| {
            home.inbox().gathers = true;
            Since::now()
        });
        self.kept < MOST_TURNS && self.dirty.len() < MOST_LINKS && !since.is_long_ago()
    }
}

impl Since {
    fn now() -> Since {
        Since {
            began: ThreadTime::now(),
            looked: Instant::now(),
        }
    }

    fn is_long_ago(&mut self) -> bool {
        // The clock is cheap to look at, what a thread has worked is not.
        if self.looked.elapsed() < LONGEST / 4 {
            return false;
        }
        self.looked = Instant::now();
        self.began.elapsed() >= LONGEST
    }
}

fn let_go() {
    let (mut dirty, home) = TURN.with_borrow_mut(|turn| {
        turn.kept = 0;
        turn.since = None;
        (std::mem::take(&mut turn.dirty), turn.home.clone())
    });
    for link in dirty.drain(..) {
        let others = link
            .home
            .as_ref()
            .filter(|other| !is_same(other, home.as_ref()));
        if !others.is_some_and(|other| other.take_over(&link)) {
            link.flush();
        }
    }
    if let Some(home) = home {
        let mut left = home.empty();
        while !left.is_empty() {
            left.drain(..).for_each(|link| link.flush());
            left = home.empty();
        }
    }
    TURN.with_borrow_mut(|turn| {
        if turn.dirty.capacity() == 0 {
            turn.dirty = dirty;
        }
    });
}

fn is_same(one: &Arc<Home>, other: Option<&Arc<Home>>) -> bool {
    other.is_some_and(|other| Arc::ptr_eq(one, other))
}

#[cfg(test)]
mod tests {
    use std::sync::atomic::{AtomicU32, Ordering};
    use std::sync::mpsc::channel;

    use buildamp_engine::Tenant;
    use buildamp_websocket::Class;

    use super::*;
    use crate::peer::{Ending, Peer, Session};
    use crate::protocol::Frame;

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
        let peer = Box::new(Counting(flushes.clone())).into();
        let link = Link::new("c".into(), 1, Tenant("t".into()), Session(1), peer);
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

    #[test]
    fn what_threads_have_for_one_peer_leaves_from_its_home() {
        let (tell, told) = channel();
        let (go_on, may_go_on) = channel();
        let home = std::thread::spawn(move || {
            Turn::keep();
            let (busy, _) = link();
            say(&busy);
            tell.send(link()).expect("it is waited for");
            may_go_on.recv().expect("it is told");
            Turn::let_go();
        });
        let (link, flushes) = told.recv().expect("it is told");
        say(&link);
        assert_eq!(flushes.load(Ordering::Relaxed), 0, "it waits at its home");
        go_on.send(()).expect("it is waited for");
        home.join().expect("it ends well");
        assert_eq!(flushes.load(Ordering::Relaxed), 1);
        say(&link);
        assert_eq!(
            flushes.load(Ordering::Relaxed),
            2,
            "nobody gathers there any longer"
        );
    }
}

//! When what is queued for connections leaves.
//!
//! Frames are queued while messages are worked on, and leave behind them: several to one peer go out in one write. A thread with an event
//! loop writes to some connections, looks what has come, and goes on: a message that comes meanwhile leaves with what waits.
//! It refuses to know what is sent.

use std::cell::RefCell;
use std::collections::VecDeque;
use std::future::poll_fn;
use std::sync::{Arc, Mutex, MutexGuard};
use std::task::{Poll, Waker};

use crate::peer::Link;

#[derive(Default)]
struct Turns {
    depth: u32,
    /// Connections that something is queued for, in the order in which they are written to.
    owed: VecDeque<Arc<Link>>,
    /// Where those are put together that are written to next.
    some: Vec<Arc<Link>>,
    /// Of a thread where what turns send may stay after them.
    home: Option<Arc<Home>>,
    /// The task that lets it leave, while that rests.
    leaving: Option<Waker>,
    /// Whether a turn has ended since some of it left.
    turned: bool,
}

/// So many connections are written to before the thread looks what has come, ..
const STRIDE: usize = 256;
/// .. or this part of them where many wait.
const PART: usize = 4;

thread_local! {
    static TURN: RefCell<Turns> = RefCell::default();
}

/// A thread that gathers, as others see it: while it does, they leave to it what they have for connections that live there, so that
/// what several threads have for one peer leaves in one write, too.
#[derive(Default)]
pub(crate) struct Home(Mutex<Inbox>);

#[derive(Default)]
struct Inbox {
    /// Whether something stays on the thread, which therefore comes to look here.
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

    /// Puts what others have left here behind what is owed. With nothing there, and nothing on the thread itself, it no longer gathers.
    fn empty(&self, owed: &mut VecDeque<Arc<Link>>) {
        let mut inbox = self.inbox();
        owed.extend(inbox.links.drain(..));
        inbox.gathers = !owed.is_empty();
    }
}

/// The home of connections that are opened on this thread.
pub(crate) fn home() -> Option<Arc<Home>> {
    TURN.with_borrow(|turn| turn.home.clone())
}

/// What was sent to a connection leaves after this thread's turn.
pub(crate) fn owe(link: &Arc<Link>) {
    let in_turn = TURN.with_borrow_mut(|turn| {
        let in_turn = turn.depth > 0;
        if in_turn {
            turn.owed.push_back(link.clone());
        }
        in_turn
    });
    if !in_turn {
        link.flush();
    }
}

/// A piece of a thread's work: what is sent during it leaves after it was dropped, or soon.
pub struct Turn(());

impl Turn {
    /// Begins one. Turns within turns end with the outermost.
    pub fn begin() -> Turn {
        TURN.with_borrow_mut(|turn| turn.depth += 1);
        Turn(())
    }

    /// From now on what is sent during this thread's turns stays until [`Turn::leave`], which has to run as a task of this thread, comes to it.
    pub(crate) fn keep() {
        TURN.with_borrow_mut(|turn| turn.home = Some(Arc::default()));
    }

    /// Lets leave what stays on this thread, in strides, for as long as it is polled.
    pub(crate) async fn leave() {
        loop {
            poll_fn(|context| {
                TURN.with_borrow_mut(|turn| {
                    if turn.owed.is_empty() {
                        turn.leaving = Some(context.waker().clone());
                        return Poll::Pending;
                    }
                    Poll::Ready(())
                })
            })
            .await;
            if let Some(turned) = stride() {
                line_up(turned).await;
            }
        }
    }

    /// Lets everything leave that stays on this thread, which ends.
    pub(crate) fn let_go() {
        while stride().is_some() {}
        TURN.with_borrow_mut(|turn| turn.home = None);
    }
}

impl Drop for Turn {
    fn drop(&mut self) {
        let over = TURN.with_borrow_mut(|turn| {
            turn.depth -= 1;
            turn.depth == 0 && !turn.stays()
        });
        if over {
            while stride().is_some() {}
        }
    }
}

impl Turns {
    /// Whether what is owed may stay after a turn; then somebody comes for it.
    fn stays(&mut self) -> bool {
        let Some(home) = &self.home else {
            return self.owed.is_empty();
        };
        self.turned = true;
        if !self.owed.is_empty()
            && let Some(leaving) = self.leaving.take()
        {
            home.inbox().gathers = true;
            leaving.wake();
        }
        true
    }
}

/// Writes to some of the connections that are owed something. `None` if nobody is left, else whether a turn has ended since the last time.
fn stride() -> Option<bool> {
    let (mut some, home, turned) = TURN.with_borrow_mut(|turn| {
        let count = turn.owed.len().min(STRIDE.max(turn.owed.len() / PART));
        let mut some = std::mem::take(&mut turn.some);
        some.extend(turn.owed.drain(..count));
        (some, turn.home.clone(), std::mem::take(&mut turn.turned))
    });
    for link in some.drain(..) {
        let others = link.home.as_ref();
        let others = others.filter(|other| !is_same(other, home.as_ref()));
        if !others.is_some_and(|other| other.take_over(&link)) {
            link.flush();
        }
    }
    TURN.with_borrow_mut(|turn| {
        turn.some = some;
        if let Some(home) = &home {
            home.empty(&mut turn.owed);
        }
        (!turn.owed.is_empty()).then_some(turned)
    })
}

/// Lets the thread do what it has to before it goes on here: its other tasks where it had some, else to look what has come.
async fn line_up(turned: bool) {
    if !turned {
        return tokio::task::yield_now().await;
    }
    let mut waited = false;
    poll_fn(|context| {
        if std::mem::replace(&mut waited, true) {
            return Poll::Ready(());
        }
        context.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
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
        let link = Link::new("c".into(), 1, Tenant("t".into()), Session(1), home(), peer);
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

    /// A thread's event loop, on which something stays until `leave` is polled.
    fn on_a_thread<T: Send + 'static>(
        work: impl FnOnce(&dyn Fn()) -> T + Send + 'static,
    ) -> std::thread::JoinHandle<T> {
        std::thread::spawn(|| {
            Turn::keep();
            let mut leave = Box::pin(Turn::leave());
            let woken = Waker::noop();
            let leave = RefCell::new(move || {
                let pending = leave
                    .as_mut()
                    .poll(&mut std::task::Context::from_waker(woken));
                assert!(pending.is_pending());
            });
            leave.borrow_mut()();
            let result = work(&|| leave.borrow_mut()());
            Turn::let_go();
            result
        })
    }

    #[test]
    fn what_stays_leaves_when_the_thread_comes_to_it() {
        let kept = on_a_thread(|leave| {
            let (link, flushes) = link();
            say(&link);
            say(&link);
            let stayed = flushes.load(Ordering::Relaxed);
            leave();
            (stayed, flushes.load(Ordering::Relaxed))
        });
        assert_eq!(kept.join().expect("the thread ends well"), (0, 1));
    }

    #[test]
    fn a_message_that_comes_while_others_leave_goes_with_what_waits() {
        let kept = on_a_thread(|leave| {
            let links: Vec<_> = (0..2 * STRIDE).map(|_| link()).collect();
            let say_to_all = || {
                let _turn = Turn::begin();
                links.iter().for_each(|(link, _)| say(link));
            };
            say_to_all();
            leave();
            say_to_all();
            for _ in 0..8 {
                leave();
            }
            let count = |(_, flushes): &(_, Arc<AtomicU32>)| flushes.load(Ordering::Relaxed);
            (count(&links[0]), count(&links[2 * STRIDE - 1]))
        });
        assert_eq!(kept.join().expect("the thread ends well"), (2, 1));
    }

    #[test]
    fn what_threads_have_for_one_peer_leaves_from_its_home() {
        let (tell, told) = channel();
        let (go_on, may_go_on) = channel::<()>();
        let home = on_a_thread(move |leave| {
            let (busy, _) = link();
            say(&busy);
            tell.send(link()).expect("it is waited for");
            may_go_on.recv().expect("it is told");
            leave();
            leave();
            leave();
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

//! When what is queued for connections leaves.
//!
//! Frames are queued while messages are worked on, and leave behind them: several to one peer go out in one write. A thread with an event
//! loop writes to some connections, looks what has come, and goes on: a message that comes meanwhile leaves with what waits.
//! A thread without one writes itself what is for few, for to wake another costs as much; what is for many it leaves to the threads that
//! the connections live on, which let it leave behind what is for few. It refuses to know what is sent.

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
    /// The same, of what was sent to many.
    many: VecDeque<Arc<Link>>,
    /// Whether what is sent is for many.
    is_for_many: bool,
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

/// To so many connections at once a thread does not write itself where they live on others: it takes a millisecond or two.
const MANY: usize = STRIDE;

/// A thread that gathers, as others see it: while it does, they leave to it what they have for connections that live there, so that
/// what several threads have for one peer leaves in one write, too. What they have for many they leave to it at any time.
#[derive(Default)]
pub(crate) struct Home(Mutex<Inbox>);

#[derive(Default)]
struct Inbox {
    /// Whether something stays on the thread, which therefore comes to look here.
    gathers: bool,
    links: Vec<Arc<Link>>,
    many: Vec<Arc<Link>>,
    /// The task that comes to look here, while it rests.
    leaving: Option<Waker>,
    /// Whether the thread has ended, so that nobody comes any more.
    ended: bool,
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

    /// Takes many connections over from another thread, and lets this one come for them. They come back where it has ended.
    fn take_many(&self, links: Vec<Arc<Link>>) -> Vec<Arc<Link>> {
        let mut inbox = self.inbox();
        if inbox.ended {
            return links;
        }
        match inbox.many.is_empty() {
            true => inbox.many = links,
            false => inbox.many.extend(links),
        }
        if let Some(leaving) = inbox.leaving.take() {
            leaving.wake();
        }
        Vec::new()
    }

    /// Puts what others have left here behind what is owed. With nothing there, and nothing on the thread itself, it no longer gathers.
    fn empty(&self, turn: &mut Turns) {
        let mut inbox = self.inbox();
        turn.owed.extend(inbox.links.drain(..));
        turn.many.extend(inbox.many.drain(..));
        inbox.gathers = !turn.owed.is_empty();
    }

    /// Lets a task rest until something is left here; false where something is.
    fn rest(&self, task: &Waker) -> bool {
        let mut inbox = self.inbox();
        let rests = inbox.many.is_empty();
        inbox.leaving = rests.then(|| task.clone());
        rests
    }

    /// From now on nothing can be left here.
    fn end(&self) -> Vec<Arc<Link>> {
        let mut inbox = self.inbox();
        inbox.ended = true;
        inbox.leaving = None;
        let mut left = std::mem::take(&mut inbox.many);
        left.append(&mut inbox.links);
        left
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
        match in_turn && turn.is_for_many {
            true => turn.many.push_back(link.clone()),
            false if in_turn => turn.owed.push_back(link.clone()),
            false => {}
        }
        in_turn
    });
    if !in_turn {
        link.flush();
    }
}

/// What is sent meanwhile is for so many connections.
pub(crate) fn to<T>(count: usize, send: impl FnOnce() -> T) -> T {
    /// Also where what is sent panics.
    struct Over;
    impl Drop for Over {
        fn drop(&mut self) {
            TURN.with_borrow_mut(|turn| turn.is_for_many = false);
        }
    }
    if count < MANY {
        return send();
    }
    // A thread that gathers lets it leave in strides as it is.
    TURN.with_borrow_mut(|turn| turn.is_for_many = turn.home.is_none());
    let _over = Over;
    send()
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
                    if turn.rests(context.waker()) {
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
        let home = TURN.with_borrow_mut(|turn| turn.home.take());
        let left = home.map(|home| home.end());
        left.iter().flatten().for_each(|link| link.flush());
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
            hand_out();
        }
    }
}

impl Turns {
    /// Lets the task that leaves rest where nothing is owed.
    fn rests(&mut self, task: &Waker) -> bool {
        let is_idle = self.owed.is_empty() && self.many.is_empty();
        let rests = is_idle && self.home.as_ref().is_none_or(|home| home.rest(task));
        self.leaving = rests.then(|| task.clone());
        rests
    }

    /// Whether what is owed may stay after a turn; then somebody comes for it.
    fn stays(&mut self) -> bool {
        let Some(home) = &self.home else {
            return self.owed.is_empty() && self.many.is_empty();
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
        // What is for few comes first, and what is for many goes on.
        if turn.home.is_some() {
            let count = turn.many.len().min(STRIDE);
            some.extend(turn.many.drain(..count));
        }
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
            home.empty(turn);
            return (!turn.owed.is_empty() || !turn.many.is_empty()).then_some(turned);
        }
        (!turn.owed.is_empty()).then_some(turned)
    })
}

/// Leaves what was sent to many to the threads that the connections live on, of which there are few.
fn hand_out() {
    let mut many = TURN.with_borrow_mut(|turn| std::mem::take(&mut turn.many));
    let mut homes: Vec<(Arc<Home>, Vec<Arc<Link>>)> = Vec::new();
    let mut here = Vec::new();
    for link in many.drain(..) {
        match &link.home {
            None => here.push(link),
            Some(home) => match homes.iter_mut().find(|(other, _)| Arc::ptr_eq(other, home)) {
                Some((_, links)) => links.push(link),
                None => homes.push((home.clone(), vec![link])),
            },
        }
    }
    for (home, links) in homes {
        here.extend(home.take_many(links));
    }
    here.iter().for_each(|link| link.flush());
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

    #[test]
    fn what_is_for_many_is_written_by_the_threads_that_they_live_on() {
        const COUNT: usize = MANY + STRIDE;
        let (tell, told) = channel();
        let (go_on, may_go_on) = channel::<()>();
        let home = on_a_thread(move |leave| {
            let links: Vec<_> = (0..COUNT).map(|_| link()).collect();
            tell.send(links).expect("it is waited for");
            for () in may_go_on {
                leave();
            }
        });
        let links = told.recv().expect("it is told");
        let flushed = || {
            let count = |(_, flushes): &(_, Arc<AtomicU32>)| flushes.load(Ordering::Relaxed);
            links.iter().map(count).sum::<u32>() as usize
        };
        let say_to = |count: usize| {
            let _turn = Turn::begin();
            to(count, || {
                links[..count].iter().for_each(|(link, _)| say(link))
            });
        };
        say_to(MANY - 1);
        assert_eq!(flushed(), MANY - 1, "it is for few");
        say_to(COUNT);
        assert_eq!(flushed(), MANY - 1, "it is left to the other thread");
        // It goes on in strides, each as far as the next poll.
        for _ in 0..8 {
            go_on.send(()).expect("it is there");
        }
        drop(go_on);
        home.join().expect("it ends well");
        assert_eq!(flushed(), MANY - 1 + COUNT);
        say_to(COUNT);
        assert_eq!(flushed(), MANY - 1 + 2 * COUNT, "nobody is there any more");
    }

    #[test]
    fn who_rests_is_woken_for_what_is_left_for_many() {
        struct Woken(AtomicU32);
        impl std::task::Wake for Woken {
            fn wake(self: Arc<Self>) {
                self.0.fetch_add(1, Ordering::Relaxed);
            }
        }
        let woken = Arc::new(Woken(AtomicU32::new(0)));
        let task = Waker::from(woken.clone());
        let home = Home::default();
        assert!(home.rest(&task));
        assert!(home.take_many(vec![link().0]).is_empty());
        assert_eq!(woken.0.load(Ordering::Relaxed), 1);
        assert!(!home.rest(&task), "there is something to do first");
        home.empty(&mut Turns::default());
        assert!(home.rest(&task));
    }

    #[test]
    fn what_is_for_few_does_not_wait_for_what_is_for_many() {
        let kept = on_a_thread(|leave| {
            let crowd: Vec<_> = (0..4 * STRIDE).map(|_| link()).collect();
            let links = crowd.iter().map(|(link, _)| link.clone()).collect();
            let here = home().expect("it gathers");
            assert!(here.take_many(links).is_empty());
            leave();
            let (link, flushes) = link();
            say(&link);
            leave();
            let count = |(_, flushes): &&(_, Arc<AtomicU32>)| flushes.load(Ordering::Relaxed) > 0;
            let served = crowd.iter().filter(count).count();
            (flushes.load(Ordering::Relaxed), served < crowd.len())
        });
        assert_eq!(kept.join().expect("the thread ends well"), (1, true));
    }
}

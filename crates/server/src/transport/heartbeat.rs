//! Pings, tokens that expire, and the end of all connections.
//!
//! One task looks after all connections, a share of them every second: a timer for each would cost more memory than the connection.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, MutexGuard};
use std::time::Duration;

use buildamp_websocket::{CloseCode, Sender};
use tokio::time::Instant;

use crate::{Node, metrics};

/// The connections of a listener.
pub(super) struct Heartbeat {
    period: Duration,
    began: Instant,
    shares: Vec<Mutex<Share>>,
    next: AtomicU32,
}

/// Connections, each in its place for as long as it lives.
#[derive(Default)]
struct Share {
    places: Vec<Option<Watched>>,
    /// The places that nobody has.
    free: Vec<u32>,
}

/// As small as it can be, for there is one for each connection.
struct Watched {
    sender: Sender,
    /// When it was pinged, if the last look found that it had to be: in [`TICK`]s since the beginning.
    pinged: Option<NonZeroU32>,
    /// Seconds since 1970. What expires after 2106 never does.
    expires: Option<NonZeroU32>,
}

/// In what time is counted here, in milliseconds. Far less than the silence before a ping, so that nothing that came before one
/// can be taken for its answer; and a number of them lasts for two years, which is longer than a process.
const TICK: u128 = 16;

/// How many shares there are: how finely pings are spread over time.
const SHARES: u32 = 30;

/// Closed because its token has expired. The protocol's own.
const EXPIRED: CloseCode = CloseCode(4001);

impl Heartbeat {
    pub(super) fn new(period: Duration) -> Heartbeat {
        Heartbeat {
            period,
            began: Instant::now(),
            shares: (0..SHARES).map(|_| Mutex::default()).collect(),
            next: AtomicU32::new(0),
        }
    }

    /// Looks after a connection until the guard is dropped.
    pub(super) fn watch(self: &Arc<Heartbeat>, sender: Sender, expires: Option<u64>) -> Guard {
        let key = self.next.fetch_add(1, Ordering::Relaxed);
        let watched = Watched {
            sender,
            pinged: None,
            // What expired in 1970 has expired in the second after, too.
            expires: expires
                .and_then(|expires| u32::try_from(expires).ok())
                .map(|expires| NonZeroU32::new(expires).unwrap_or(NonZeroU32::MIN)),
        };
        let share = key % SHARES;
        let place = self.share(share).seat(watched);
        Guard {
            heartbeat: self.clone(),
            share,
            place,
        }
    }

    fn share(&self, number: u32) -> MutexGuard<'_, Share> {
        self.shares[number as usize]
            .lock()
            .expect("nobody panics while holding it")
    }

    pub(super) async fn run(self: Arc<Heartbeat>, node: Arc<Node>) {
        let mut interval = tokio::time::interval(self.period / SHARES);
        for share in (0..SHARES).cycle() {
            interval.tick().await;
            let now = node.clock.now().0 / 1000;
            for watched in self.share(share).watched_mut() {
                if let Some(reason) = watched.look(self.period, self.began, now) {
                    node.metrics.evict(reason);
                }
            }
        }
    }

    /// Shows how many bytes wait for each of those who are connected.
    pub(super) fn each_queue(&self, mut see: impl FnMut(usize)) {
        for share in &self.shares {
            let share = share.lock().expect("nobody panics while holding it");
            let queued = share.watched().map(|watched| watched.sender.queued_bytes());
            queued.for_each(&mut see);
        }
    }

    /// Tells all clients that the server goes, and when to come back: not all at once.
    pub(super) fn end_all(&self) {
        let mut wait = 500;
        for share in &self.shares {
            for watched in share
                .lock()
                .expect("nobody panics while holding it")
                .watched()
            {
                send_away(&watched.sender, wait);
                wait = 500 + (wait * 7 + 131) % 2000;
            }
        }
    }
}

/// Tells a client that the server goes, and after how many milliseconds to come back.
pub(super) fn send_away(sender: &Sender, wait: u64) {
    let reason = format!("the server restarts; retry_after_ms={wait}");
    sender.close(CloseCode::RESTART, &reason);
}

impl Share {
    fn seat(&mut self, watched: Watched) -> u32 {
        if let Some(place) = self.free.pop() {
            self.places[place as usize] = Some(watched);
            return place;
        }
        if self.places.len() == self.places.capacity() {
            // By a quarter: with many connections what is to spare counts.
            self.places.reserve_exact(self.places.len() / 4 + 4);
        }
        self.places.push(Some(watched));
        // There are never so many that it would not fit.
        u32::try_from(self.places.len() - 1).unwrap_or(u32::MAX)
    }

    fn leave(&mut self, place: u32) {
        self.places[place as usize] = None;
        self.free.push(place);
        if self.free.len() == self.places.len() {
            *self = Share::default();
        }
    }

    fn watched(&self) -> impl Iterator<Item = &Watched> {
        self.places.iter().flatten()
    }

    fn watched_mut(&mut self) -> impl Iterator<Item = &mut Watched> {
        self.places.iter_mut().flatten()
    }
}

impl Watched {
    /// Who was silent since the last ping is gone; who was silent for a while is pinged. Why it is ended, where it is.
    fn look(&mut self, period: Duration, began: Instant, now: u64) -> Option<&'static str> {
        if !self.sender.is_open() {
            return None;
        }
        if self
            .expires
            .is_some_and(|expires| u64::from(expires.get()) <= now)
        {
            self.sender.close(EXPIRED, "the token has expired");
            return Some(metrics::EXPIRED);
        }
        let heard = self.sender.last_heard();
        let since = |at: Instant| (at.saturating_duration_since(began).as_millis() / TICK) as u32;
        match self.pinged {
            Some(pinged) if since(heard) < pinged.get() => {
                self.sender.close(CloseCode::POLICY, "no answer to a ping");
                return Some(metrics::SILENT);
            }
            _ if heard.elapsed() + period / 2 >= period => {
                self.pinged = NonZeroU32::new(since(Instant::now()));
                // Gone already, its reader tells.
                let _ = self.sender.ping(b"");
            }
            _ => self.pinged = None,
        }
        None
    }
}

/// A connection that is looked after.
pub(super) struct Guard {
    heartbeat: Arc<Heartbeat>,
    share: u32,
    place: u32,
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.heartbeat.share(self.share).leave(self.place);
    }
}

//! Pings, tokens that expire, and the end of all connections.
//!
//! One task looks after all connections, a share of them every second: a timer for each would cost more memory than the connection.

use std::collections::HashMap;
use std::num::NonZeroU64;
use std::sync::Arc;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use buildamp_websocket::{CloseCode, Sender};
use tokio::time::Instant;

use crate::{Node, metrics};

/// The connections of a listener.
pub(super) struct Heartbeat {
    period: Duration,
    began: Instant,
    shares: Vec<Mutex<HashMap<u64, Watched>>>,
    next: AtomicU64,
}

struct Watched {
    sender: Sender,
    /// When it was pinged, if the last look found that it had to be: milliseconds since the beginning.
    pinged: Option<NonZeroU64>,
    /// Seconds since 1970.
    expires: Option<NonZeroU64>,
}

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
            next: AtomicU64::new(0),
        }
    }

    /// Looks after a connection until the guard is dropped.
    pub(super) fn watch(self: &Arc<Heartbeat>, sender: Sender, expires: Option<u64>) -> Guard {
        let key = self.next.fetch_add(1, Ordering::Relaxed);
        let watched = Watched {
            sender,
            pinged: None,
            // What expired in 1970 has expired in the second after, too.
            expires: expires.map(|expires| NonZeroU64::new(expires).unwrap_or(NonZeroU64::MIN)),
        };
        self.share(key).insert(key, watched);
        Guard {
            heartbeat: self.clone(),
            key,
        }
    }

    fn share(&self, key: u64) -> std::sync::MutexGuard<'_, HashMap<u64, Watched>> {
        let place = usize::try_from(key % u64::from(SHARES)).unwrap_or(0);
        self.shares[place]
            .lock()
            .expect("nobody panics while holding it")
    }

    pub(super) async fn run(self: Arc<Heartbeat>, node: Arc<Node>) {
        let mut interval = tokio::time::interval(self.period / SHARES);
        for share in (0..u64::from(SHARES)).cycle() {
            interval.tick().await;
            let now = node.clock.now().0 / 1000;
            for watched in self.share(share).values_mut() {
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
            let queued = share.values().map(|watched| watched.sender.queued_bytes());
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
                .values()
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

impl Watched {
    /// Who was silent since the last ping is gone; who was silent for a while is pinged. Why it is ended, where it is.
    fn look(&mut self, period: Duration, began: Instant, now: u64) -> Option<&'static str> {
        if !self.sender.is_open() {
            return None;
        }
        if self.expires.is_some_and(|expires| expires.get() <= now) {
            self.sender.close(EXPIRED, "the token has expired");
            return Some(metrics::EXPIRED);
        }
        let heard = self.sender.last_heard();
        let since = |at: Instant| at.saturating_duration_since(began).as_millis() as u64;
        match self.pinged {
            Some(pinged) if since(heard) < pinged.get() => {
                self.sender.close(CloseCode::POLICY, "no answer to a ping");
                return Some(metrics::SILENT);
            }
            _ if heard.elapsed() + period / 2 >= period => {
                self.pinged = NonZeroU64::new(since(Instant::now()));
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
    key: u64,
}

impl Drop for Guard {
    fn drop(&mut self) {
        self.heartbeat.share(self.key).remove(&self.key);
    }
}

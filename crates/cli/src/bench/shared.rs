//! What the connections of a run share: its clock, its phase, its counts.

use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::sync::{Mutex, OnceLock, PoisonError};
use std::time::{Duration, Instant};

use hdrhistogram::Histogram;
use tokio::sync::watch;

/// Where a run stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Phase {
    /// Connections come in.
    Joining,
    /// Senders send, from this moment on.
    Sending {
        /// By the run's clock.
        begin: u64,
    },
    /// Nothing more is wanted.
    Over,
}

/// Enough that threads seldom meet at one.
const SHARDS: usize = 16;

/// A minute, in nanoseconds; what took longer counts as that.
const LONGEST: u64 = 60_000_000_000;

pub(super) struct Shared {
    pub(super) phase: watch::Receiver<Phase>,
    /// Whether times are noted.
    pub(super) measuring: AtomicBool,
    origin: Instant,
    shards: Vec<Shard>,
    /// What the server said of the first message that it refused.
    refused: OnceLock<String>,
}

/// Apart in memory, so that threads don't wait for each other's cache lines.
#[repr(align(128))]
struct Shard {
    sent: AtomicU64,
    delivered: AtomicU64,
    answered: AtomicU64,
    refused: AtomicU64,
    times: Mutex<Histogram<u64>>,
}

/// What has happened so far.
#[derive(Debug, Clone, Copy)]
pub(super) struct Counted {
    pub(super) sent: u64,
    pub(super) delivered: u64,
    pub(super) answered: u64,
    pub(super) refused: u64,
}

/// What one read brought a member.
#[derive(Debug, Default)]
pub(super) struct Came {
    /// Messages, of whomever.
    pub(super) delivered: u64,
    /// Answers to messages of its own that took effect.
    pub(super) answered: u64,
    /// Refusals.
    pub(super) refused: u64,
}

impl Shared {
    pub(super) fn new(phase: watch::Receiver<Phase>) -> Shared {
        Shared {
            phase,
            measuring: AtomicBool::new(false),
            origin: Instant::now(),
            shards: (0..SHARDS).map(|_| Shard::new()).collect(),
            refused: OnceLock::new(),
        }
    }

    /// Nanoseconds since the run began.
    pub(super) fn now(&self) -> u64 {
        super::nanos(self.origin.elapsed())
    }

    /// A moment of the run's clock.
    pub(super) fn at(&self, now: u64) -> tokio::time::Instant {
        (self.origin + Duration::from_nanos(now)).into()
    }

    pub(super) async fn wait_until(&self, now: u64) {
        tokio::time::sleep_until(self.at(now)).await;
    }

    pub(super) fn add_sent(&self, member: usize, count: u64) {
        self.shard(member).sent.fetch_add(count, Ordering::Relaxed);
    }

    /// So much came to a member, of which these times are known, in nanoseconds.
    pub(super) fn add(&self, member: usize, came: &Came, times: &[u64]) {
        let shard = self.shard(member);
        let counts = [
            (&shard.delivered, came.delivered),
            (&shard.answered, came.answered),
            (&shard.refused, came.refused),
        ];
        for (sum, count) in counts {
            if count > 0 {
                sum.fetch_add(count, Ordering::Relaxed);
            }
        }
        if times.is_empty() || !self.measuring.load(Ordering::Relaxed) {
            return;
        }
        let mut histogram = shard.times.lock().unwrap_or_else(PoisonError::into_inner);
        for time in times {
            histogram.saturating_record((*time).clamp(1, LONGEST));
        }
    }

    /// The server's words, of which the first are kept.
    pub(super) fn note_refusal(&self, words: impl FnOnce() -> String) {
        self.refused.get_or_init(words);
    }

    /// What the server said of the first message that it refused.
    pub(super) fn first_refusal(&self) -> Option<&str> {
        self.refused.get().map(String::as_str)
    }

    pub(super) fn counted(&self) -> Counted {
        let sum = |count: fn(&Shard) -> &AtomicU64| {
            let counts = self.shards.iter();
            counts
                .map(|shard| count(shard).load(Ordering::Relaxed))
                .sum()
        };
        Counted {
            sent: sum(|shard| &shard.sent),
            delivered: sum(|shard| &shard.delivered),
            answered: sum(|shard| &shard.answered),
            refused: sum(|shard| &shard.refused),
        }
    }

    /// All times that were noted.
    pub(super) fn times(&self) -> Histogram<u64> {
        let mut all = empty();
        for shard in &self.shards {
            let times = shard.times.lock().unwrap_or_else(PoisonError::into_inner);
            // The two have the same bounds, so that nothing can be out of them.
            let _ = all.add(&*times);
        }
        all
    }

    fn shard(&self, member: usize) -> &Shard {
        &self.shards[member % SHARDS]
    }
}

impl Shard {
    fn new() -> Shard {
        Shard {
            sent: AtomicU64::new(0),
            delivered: AtomicU64::new(0),
            answered: AtomicU64::new(0),
            refused: AtomicU64::new(0),
            times: Mutex::new(empty()),
        }
    }
}

/// To a microsecond at the least, and two digits.
fn empty() -> Histogram<u64> {
    Histogram::new_with_bounds(1_000, LONGEST, 2).expect("these bounds are allowed")
}

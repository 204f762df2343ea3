//! How much a user, a connection and an address may take.

use std::num::NonZeroU32;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use buildamp_engine::{Millis, personal};
use governor::clock::{Clock, Reference};
use governor::middleware::NoOpMiddleware;
use governor::nanos::Nanos;
use governor::state::{InMemoryState, NotKeyed};
use governor::{Quota, RateLimiter};

use crate::protocol::{Code, Refusal};

/// So many in so much time, evenly; a burst of some at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rate {
    /// How many.
    pub count: NonZeroU32,
    /// In how much time.
    pub period: Duration,
    /// How many at once, after a pause.
    pub burst: NonZeroU32,
}

impl Rate {
    /// So many in this time, all of them at once if need be. `None` where either is zero.
    pub fn new(count: u32, period: Duration) -> Option<Rate> {
        let count = NonZeroU32::new(count)?;
        (!period.is_zero()).then_some(Rate {
            count,
            period,
            burst: count,
        })
    }

    /// The rate that a model asks for.
    pub(crate) fn of_model(rate: &buildamp_schema::Rate) -> Rate {
        let at_least_one = |count: u32| NonZeroU32::new(count).unwrap_or(NonZeroU32::MIN);
        Rate {
            count: at_least_one(rate.count),
            period: Duration::from_millis(rate.period_ms.max(1)),
            burst: at_least_one(rate.burst),
        }
    }

    /// What is too much, for people: `more than 100 messages in a minute`, or `more than 2 Turn at once (10 in a minute)`.
    pub(crate) fn exceeded(self, what: &str) -> String {
        let period = match self.period.as_millis() {
            1_000 => "a second".to_owned(),
            60_000 => "a minute".to_owned(),
            3_600_000 => "an hour".to_owned(),
            millis => format!("{} s", millis.div_ceil(1000)),
        };
        match self.burst < self.count {
            true => format!(
                "more than {} {what} at once ({} in {period})",
                self.burst, self.count
            ),
            false => format!("more than {} {what} in {period}", self.count),
        }
    }

    /// The attribute that a model has for it, as it is written there.
    pub(crate) fn attribute(self) -> String {
        let unit = match self.period.as_millis() {
            1_000 => 's',
            60_000 => 'm',
            _ => 'h',
        };
        let burst = match self.burst == self.count {
            true => String::new(),
            false => format!(", burst = {}", self.burst),
        };
        format!("#[ws(rate = \"{}/{unit}\"{burst})]", self.count)
    }

    fn quota(self) -> Quota {
        let each = self.period / self.count.get();
        let each = each.max(Duration::from_nanos(1));
        Quota::with_period(each)
            .unwrap_or(Quota::per_second(NonZeroU32::MAX))
            .allow_burst(self.burst)
    }
}

/// Counts against a [`Rate`]. Its window ends: what was used comes back with time, however busy the user is.
pub(crate) struct Meter {
    limiter: RateLimiter<NotKeyed, InMemoryState, Given, NoOpMiddleware<Nanos>>,
    clock: Given,
    period: u64,
    /// In milliseconds, at the latest.
    full_at: AtomicU64,
}

/// The time is the caller's. A limiter is only asked together with a time.
#[derive(Debug, Clone, Default)]
struct Given(Arc<AtomicU64>);

impl Clock for Given {
    type Instant = Nanos;

    fn now(&self) -> Nanos {
        let millis = self.0.load(Ordering::Relaxed);
        Nanos::new(millis.saturating_mul(1_000_000))
    }
}

impl Meter {
    pub(crate) fn new(rate: Rate, now: Millis) -> Meter {
        let clock = Given::default();
        clock.0.store(now.0, Ordering::Relaxed);
        let bursts = rate.burst.get().div_ceil(rate.count.get());
        let period = rate.period.as_millis().saturating_mul(u128::from(bursts));
        Meter {
            limiter: RateLimiter::direct_with_clock(rate.quota(), clock.clone()),
            clock,
            period: u64::try_from(period).unwrap_or(u64::MAX),
            full_at: AtomicU64::new(now.0),
        }
    }

    /// Whether everything that was ever taken has come back.
    pub(crate) fn is_full(&self, now: Millis) -> bool {
        self.full_at.load(Ordering::Relaxed) <= now.0
    }

    /// Takes one.
    ///
    /// # Errors
    /// How long to wait until there is one.
    pub(crate) fn take(&self, now: Millis) -> Result<(), Duration> {
        let clock = &self.clock;
        clock.0.store(now.0, Ordering::Relaxed);
        self.full_at
            .store(now.0.saturating_add(self.period), Ordering::Relaxed);
        match self.limiter.check() {
            Ok(()) => Ok(()),
            Err(not_until) => {
                let wait = not_until.earliest_possible().duration_since(clock.now());
                Err(Duration::from(wait).max(Duration::from_millis(1)))
            }
        }
    }
}

/// What the server allows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Limits {
    /// Messages of a user, over all their connections and all types that have no rate of their own. `None`: as many as they like.
    pub messages: Option<Rate>,
    /// Joins and leaves of a user, over all their connections. `None`: as many as they like.
    pub moves: Option<Rate>,
    /// Bytes of one frame.
    pub frame: usize,
    /// Rooms that one connection is in.
    pub rooms: usize,
    /// Connections of one user.
    pub connections: usize,
    /// Bytes of a room's name.
    pub room_name: usize,
    /// Bytes of a user's name.
    pub user_name: usize,
    /// Messages of one connection that wait for their room.
    pub waiting: usize,
    /// Refusals for going too fast in a row, after which the connection ends.
    pub flood: u32,
    /// How often a message is tried whose reads others change.
    pub tries: u32,
    /// How often an event is tried whose handler fails.
    pub attempts: u32,
    /// How many rooms are worked on at once where the engine waits for a network, each on a thread of its own.
    pub threads: usize,
    /// What documents may take.
    pub documents: crate::DocumentLimits,
    /// For how long a user whose connection broke is still in its rooms.
    pub grace: Duration,
}

impl Limits {
    /// Refuses what can't be a room's name.
    pub(crate) fn check_room_name(&self, name: &str) -> Result<(), Refusal> {
        if personal::is_reserved(name) {
            let text = "a room's name does not begin with the character U+0000: such names are the server's own";
            return Err(Refusal::new(Code::BadFrame, text));
        }
        if (1..=self.room_name).contains(&name.len()) {
            return Ok(());
        }
        let text = format!("a room's name has 1 to {} bytes", self.room_name);
        Err(Refusal::new(Code::BadFrame, text))
    }
}

impl Default for Limits {
    /// 100 messages and 3,000 joins and leaves a minute; frames of 1 MiB; 100 rooms; 20 connections; names of 256 bytes; 64 waiting; 200 refusals;
    /// 16 tries; 8 attempts; 64 threads; no grace.
    fn default() -> Limits {
        Limits {
            messages: Rate::new(100, Duration::from_secs(60)),
            // All rooms of all connections, and half as much again: after a break they come back at once.
            moves: Rate::new(3_000, Duration::from_secs(60)),
            frame: 1 << 20,
            rooms: 100,
            connections: 20,
            room_name: 256,
            user_name: 256,
            waiting: 64,
            flood: 200,
            tries: 16,
            attempts: 8,
            threads: 64,
            documents: crate::DocumentLimits::default(),
            grace: Duration::ZERO,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_window_ends_for_a_busy_user_too() {
        let rate = Rate::new(100, Duration::from_secs(60)).expect("not zero");
        let meter = Meter::new(rate, Millis(0));
        for _ in 0..100 {
            assert_eq!(meter.take(Millis(0)), Ok(()));
        }
        assert_eq!(meter.take(Millis(0)), Err(Duration::from_millis(600)));
        // Who goes on knocking is let in as soon as there is room.
        let mut passed = 0;
        for second in 1..=60 {
            passed += u32::from(meter.take(Millis(second * 1000)).is_ok());
        }
        assert_eq!(passed, 60);
    }

    #[test]
    fn a_rate_is_told_as_it_is_written() {
        let rate = |count, seconds| Rate::new(count, Duration::from_secs(seconds)).expect("some");
        let told = |rate: Rate| format!("{} {}", rate.exceeded("Turn"), rate.attribute());
        assert_eq!(
            told(rate(30, 1)),
            r#"more than 30 Turn in a second #[ws(rate = "30/s")]"#
        );
        assert_eq!(
            told(rate(5, 3600)),
            r#"more than 5 Turn in an hour #[ws(rate = "5/h")]"#
        );
        let burst = Rate {
            burst: NonZeroU32::MIN,
            ..rate(10, 60)
        };
        assert_eq!(
            told(burst),
            r#"more than 1 Turn at once (10 in a minute) #[ws(rate = "10/m", burst = 1)]"#
        );
        assert_eq!(rate(2, 5).exceeded("Turn"), "more than 2 Turn in 5 s");
    }

    #[test]
    fn a_burst_is_allowed_after_a_pause() {
        let rate = Rate {
            burst: NonZeroU32::new(3).expect("not zero"),
            ..Rate::new(10, Duration::from_secs(1)).expect("not zero")
        };
        let meter = Meter::new(rate, Millis(0));
        let taken = |now| (0..10).filter(|_| meter.take(Millis(now)).is_ok()).count();
        assert_eq!(taken(0), 3);
        assert_eq!(taken(100), 1);
        assert_eq!(taken(10_000), 3);
    }
}

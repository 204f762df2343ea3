//! Ticks of rooms that asked for them, while they have members.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use buildamp_engine::{Control, Keep, Millis, Snapshot, Space, Tenant, Unavailable, Write};
use buildamp_rules::{Call, Handler};
use tokio::task::AbortHandle;
use tokio::time::{Instant, sleep_until};

use crate::Node;
use crate::effects::{Origin, debugged};
use crate::node::{Room, Who};
use crate::protocol::Refusal;
use crate::snapshot::Recorded;
use crate::trace::Trace;
use crate::transaction::{Outcome, unavailable};
use crate::turn::Turn;

/// The most ticks a second.
pub(crate) const FASTEST: u32 = 60;

/// For how long a node that ticks in a room is not relieved by another, in milliseconds.
const HELD: u64 = 2_000;

/// For how long it is known that a room ticks when nobody does, in milliseconds: longer than a node that has ended is taken to be
/// alive, for until then nobody is missed, and the rules are not asked anew.
const KNOWN: u64 = 20_000;

/// A room's ticks. They end when it is dropped.
pub(crate) struct Ticker {
    rate: u32,
    task: AbortHandle,
}

impl Ticker {
    /// How many there are in a second.
    pub(crate) fn rate(&self) -> u32 {
        self.rate
    }
}

impl Drop for Ticker {
    fn drop(&mut self) {
        self.task.abort();
    }
}

impl Node {
    /// Begins to tick in a room, or ticks at another rate. Nothing changes where it ticks at this rate already.
    pub(crate) fn start_ticks(self: &Arc<Node>, tenant: &Tenant, name: &str, rate: u32) {
        let rate = rate.min(FASTEST);
        let room = {
            let found = self.rooms.get(&(tenant.clone(), name.into()));
            found.map(|room| room.clone())
        };
        let Some(room) = room.filter(|_| rate > 0) else {
            return self.stop_ticks(tenant, name);
        };
        let mut ticker = room.ticker.lock().expect("nobody panics while holding it");
        if ticker
            .as_ref()
            .is_some_and(|ticker| ticker.rate == rate && !ticker.task.is_finished())
        {
            return;
        }
        let task = self
            .runtime
            .spawn(tick(Arc::downgrade(self), Arc::downgrade(&room), rate));
        *ticker = Some(Ticker {
            rate,
            task: task.abort_handle(),
        });
    }

    pub(crate) fn stop_ticks(&self, tenant: &Tenant, name: &str) {
        if let Some(room) = self.rooms.get(&(tenant.clone(), name.into())) {
            room.ticker
                .lock()
                .expect("nobody panics while holding it")
                .take();
        }
    }

    fn tick(&self, room: &Room, count: u64, elapsed: u64) {
        let app = self.app.load();
        if !app.rules.handles(Handler::Tick) {
            return;
        }
        let now = self.clock.now();
        let call = Call::Tick { count, elapsed };
        if !self.may_tick(room, now) {
            return;
        }
        let done = self.transact(&room.tenant, now, None, |snapshot| {
            let mut writes = Vec::new();
            if !self.takes_tick(room, now, snapshot, &mut writes)? {
                return Ok(Outcome { writes, value: () });
            }
            let context = self.context(&app, &room.tenant, &room.name, Who::default(), now);
            let decision = app.rules.decide(&call, &context, &mut Recorded(snapshot));
            let decision =
                decision.map_err(|failure| self.fault(Handler::Tick, &failure, &context))?;
            debugged(&room.name, "", &decision.log);
            let origin = Origin {
                app: &app,
                room: &room.name,
                user: "",
                now,
                longest: self.settings.limits.user_name,
            };
            origin.writes(decision.effects, &mut writes)?;
            Ok(Outcome { writes, value: () })
        });
        if let Err(refusal) = done {
            self.warn_of(&room.name, "a tick had no effect", &refusal);
        }
    }
}

impl Node {
    /// Whether no other node ticks in the room, as far as this one knows. In one process none does.
    fn may_tick(&self, room: &Room, now: Millis) -> bool {
        if !self.engine.waits() {
            return true;
        }
        let Ok(mut snapshot) = self.engine.snapshot(&room.tenant, now) else {
            return false;
        };
        let holder = snapshot.get(Space::Server, &holder_key(&room.name));
        holder.is_ok_and(|holder| holder.is_none_or(|holder| self.is_held(&holder)))
            && matches!(
                snapshot.get(Space::Server, &rate_key(&room.name)),
                Ok(Some(_))
            )
    }

    /// Of several nodes with members in a room one ticks: it says so in the store, again and again, and another takes over when it no
    /// longer does.
    fn takes_tick(
        &self,
        room: &Room,
        now: Millis,
        snapshot: &mut dyn Snapshot,
        writes: &mut Vec<Write>,
    ) -> Result<bool, Refusal> {
        if !self.engine.waits() {
            return Ok(true);
        }
        let rate = snapshot.get(Space::Server, &rate_key(&room.name));
        let Some(rate) = rate.map_err(unavailable)? else {
            return Ok(false);
        };
        let key = holder_key(&room.name);
        let holder = snapshot.get(Space::Server, &key).map_err(unavailable)?;
        let since = match &holder {
            Some(holder) if !self.is_held(holder) => return Ok(false),
            Some(holder) => held_since(holder),
            None => 0,
        };
        if now.0.saturating_sub(since) >= HELD / 2 {
            writes.push(Write::Set {
                space: Space::Server,
                key,
                value: format!("[\"{:08x}\",{}]", self.mark, now.0).into(),
                keep: Keep::Until(Millis(now.0 + HELD)),
            });
            writes.push(known(&room.name, rate, now));
        }
        Ok(true)
    }

    /// Notes in the store which rooms are to tick, and how fast, where other nodes have to know it.
    pub(crate) fn note_ticks(&self, writes: &mut Vec<Write>, now: Millis) {
        if !self.engine.waits() {
            return;
        }
        let mut noted = Vec::new();
        for write in &*writes {
            match write {
                Write::Control(Control::StartTicks { room, rate }) if *rate > 0 => {
                    noted.push(known(room, rate.to_string().into(), now));
                }
                Write::Control(Control::StartTicks { room, .. } | Control::StopTicks { room }) => {
                    noted.extend(unknown(room));
                }
                _ => {}
            }
        }
        writes.extend(noted);
    }

    /// Somebody comes into a room: where it is empty, its ticks have ended with its last member, whatever is known of them.
    pub(crate) fn end_old_ticks(
        &self,
        room: &Room,
        snapshot: &mut dyn Snapshot,
        writes: &mut Vec<Write>,
    ) -> Result<(), Unavailable> {
        let is_known = self.engine.waits()
            && snapshot
                .get(Space::Server, &rate_key(&room.name))?
                .is_some();
        if is_known && snapshot.members(&room.name)?.is_empty() {
            writes.extend(unknown(&room.name));
        }
        Ok(())
    }

    /// Somebody has come into a room that ticks on other nodes, or on one that has ended, and of which this node was not told.
    pub(crate) fn take_part_in_ticks(self: &Arc<Node>, room: &Room) {
        let ticks = |ticker: &Option<Ticker>| {
            let ticker = ticker.as_ref();
            ticker.is_some_and(|ticker| !ticker.task.is_finished())
        };
        if !self.engine.waits()
            || ticks(&room.ticker.lock().expect("nobody panics while holding it"))
        {
            return;
        }
        let snapshot = self.engine.snapshot(&room.tenant, self.clock.now());
        let rate =
            snapshot.and_then(|mut snapshot| snapshot.get(Space::Server, &rate_key(&room.name)));
        match rate {
            Ok(Some(rate)) => self.start_ticks(&room.tenant, &room.name, rate.parse().unwrap_or(0)),
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, room = &*room.name, "whether it ticks is unknown"),
        }
    }

    fn is_held(&self, holder: &str) -> bool {
        holder.starts_with(&format!("[\"{:08x}\",", self.mark))
    }
}

fn held_since(holder: &str) -> u64 {
    let since = holder
        .rsplit_once(',')
        .map(|(_, since)| since.trim_end_matches(']'));
    since.and_then(|since| since.parse().ok()).unwrap_or(0)
}

/// Where the store has which node ticks in a room.
fn holder_key(room: &str) -> String {
    format!("ticks/{room}")
}

/// Where the store has how fast a room ticks.
fn rate_key(room: &str) -> String {
    format!("ticking/{room}")
}

fn known(room: &str, rate: Arc<str>, now: Millis) -> Write {
    Write::Set {
        space: Space::Server,
        key: rate_key(room),
        value: rate,
        keep: Keep::Until(Millis(now.0 + KNOWN)),
    }
}

/// Nobody has to hand anything over where it begins anew.
fn unknown(room: &str) -> [Write; 2] {
    [rate_key(room), holder_key(room)].map(|key| Write::Delete {
        space: Space::Server,
        key,
    })
}

async fn tick(node: std::sync::Weak<Node>, room: std::sync::Weak<Room>, rate: u32) {
    let mut pace = Pace::new(Instant::now(), rate);
    let waits = Arc::new(AtomicBool::new(false));
    for count in 0.. {
        let beat = loop {
            sleep_until(pace.due).await;
            let Some(node) = node.upgrade() else {
                return;
            };
            let now = Instant::now();
            let passed = pace.passed(now);
            // One that still waits for its turn stands for all that are due by then.
            if !waits.swap(true, Ordering::AcqRel) {
                node.metrics.ticks_skipped.inc_by(passed - 1);
                break pace.beat(now);
            }
            node.metrics.ticks_skipped.inc_by(passed);
        };
        let (Some(node), Some(room)) = (node.upgrade(), room.upgrade()) else {
            return;
        };
        if room.is_empty() {
            return;
        }
        let (inside, done) = (room.clone(), waits.clone());
        room.strand.run(node.clock.now(), move || {
            let delay = beat.due.elapsed();
            node.metrics.tick_delay.observe(delay.as_secs_f64());
            let _turn = Turn::begin();
            let _trace = Trace::tick(node.mark, count).begin();
            node.tick(&inside, count, beat.elapsed);
            node.metrics.ticks.inc();
            done.store(false, Ordering::Release);
        });
    }
}

/// When ticks are due: so many a second from the beginning on, however late one comes.
struct Pace {
    period: Duration,
    begin: Instant,
    last: Instant,
    /// The next one.
    due: Instant,
}

/// A tick that is to happen.
struct Beat {
    due: Instant,
    /// Milliseconds since the last one. Their sum is the time since the beginning, without what rounding would lose.
    elapsed: u64,
}

impl Pace {
    fn new(begin: Instant, rate: u32) -> Pace {
        let period = Duration::from_secs(1) / rate;
        Pace {
            period,
            begin,
            last: begin,
            due: begin + period,
        }
    }

    /// How many have become due by now: one, and those that came too late for a turn of their own.
    fn passed(&mut self, now: Instant) -> u64 {
        let late = now.saturating_duration_since(self.due).as_nanos() / self.period.as_nanos();
        let missed = u32::try_from(late).unwrap_or(u32::MAX);
        self.due += self.period.saturating_mul(missed.saturating_add(1));
        u64::from(missed) + 1
    }

    /// The last of those that are due.
    fn beat(&mut self, now: Instant) -> Beat {
        let before = std::mem::replace(&mut self.last, now);
        let millis = |at: Instant| at.duration_since(self.begin).as_millis();
        Beat {
            due: self.due - self.period,
            elapsed: u64::try_from(millis(now) - millis(before)).unwrap_or(u64::MAX),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lateness_moves_no_later_tick() {
        let begin = Instant::now();
        let mut pace = Pace::new(begin, 60);
        let mut elapsed = 0;
        let mut count = 0;
        for number in 0u32.. {
            // Each comes up to 12 ms late, as on a busy machine.
            let now = pace.due + Duration::from_micros(u64::from(number * 7919 % 12_000));
            if now > begin + Duration::from_secs(10) {
                break;
            }
            count += pace.passed(now);
            elapsed += pace.beat(now).elapsed;
        }
        assert!((598..=600).contains(&count), "{count}");
        assert!((9_960..=10_000).contains(&elapsed), "{elapsed}");
    }

    #[test]
    fn what_is_much_too_late_is_skipped() {
        let begin = Instant::now();
        let mut pace = Pace::new(begin, 50);
        let now = begin + Duration::from_millis(125);
        assert_eq!(pace.passed(now), 6);
        assert_eq!(pace.beat(now).elapsed, 125);
        assert_eq!(pace.due, begin + Duration::from_millis(140));
    }
}

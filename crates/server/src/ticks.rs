//! Ticks of rooms that asked for them, while they have members.

use std::sync::Arc;
use std::time::Duration;

use buildamp_engine::{Keep, Millis, Snapshot, Space, Tenant, Write};
use buildamp_rules::{Call, Handler};
use tokio::task::AbortHandle;
use tokio::time::MissedTickBehavior;

use crate::Node;
use crate::effects::Origin;
use crate::node::Room;
use crate::peer::Turn;
use crate::protocol::Refusal;
use crate::snapshot::Recorded;
use crate::transaction::{Outcome, unavailable};

/// The most ticks a second.
pub(crate) const FASTEST: u32 = 60;

/// For how long a node that ticks in a room is not relieved by another, in milliseconds.
const HELD: u64 = 2_000;

/// A room's ticks. They end when it is dropped.
pub(crate) struct Ticker {
    rate: u32,
    task: AbortHandle,
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
            let context = self.context(&room.tenant, &room.name, "", "", now);
            let decision = app.rules.decide(&call, &context, &mut Recorded(snapshot));
            let decision = decision.map_err(|failure| self.fault(&failure, &context))?;
            let origin = Origin {
                app: &app,
                room: &room.name,
                user: "",
                now,
            };
            origin.writes(decision.effects, &mut writes);
            Ok(Outcome { writes, value: () })
        });
        if let Err(refusal) = done {
            tracing::warn!(
                room = &*room.name,
                count,
                "a tick had no effect: {}",
                refusal.text
            );
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
        let holder = snapshot.get(Space::Server, &holder_key(room));
        holder.is_ok_and(|holder| holder.is_none_or(|holder| self.is_held(&holder)))
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
        let key = holder_key(room);
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
                value: format!("[\"{}\",{}]", self.name, now.0).into(),
                keep: Keep::Until(Millis(now.0 + HELD)),
            });
        }
        Ok(true)
    }

    fn is_held(&self, holder: &str) -> bool {
        holder.starts_with(&format!("[\"{}\",", self.name))
    }
}

fn held_since(holder: &str) -> u64 {
    let since = holder
        .rsplit_once(',')
        .map(|(_, since)| since.trim_end_matches(']'));
    since.and_then(|since| since.parse().ok()).unwrap_or(0)
}

fn holder_key(room: &Room) -> String {
    format!("ticks/{}", room.name)
}

async fn tick(node: std::sync::Weak<Node>, room: std::sync::Weak<Room>, rate: u32) {
    let period = Duration::from_secs(1) / rate;
    let mut interval = tokio::time::interval(period);
    interval.set_missed_tick_behavior(MissedTickBehavior::Skip);
    let mut last = interval.tick().await;
    for count in 0.. {
        let at = interval.tick().await;
        let elapsed = u64::try_from((at - last).as_millis()).unwrap_or(u64::MAX);
        last = at;
        let (Some(node), Some(room)) = (node.upgrade(), room.upgrade()) else {
            return;
        };
        if room.audience.is_empty() {
            return;
        }
        let inside = room.clone();
        room.strand.run(node.clock.now(), move || {
            let _turn = Turn::begin();
            node.tick(&inside, count, elapsed);
        });
    }
}

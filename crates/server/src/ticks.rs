//! Ticks of rooms that asked for them, while they have members.

use std::sync::Arc;
use std::time::Duration;

use buildamp_engine::Tenant;
use buildamp_rules::{Call, Handler};
use tokio::task::AbortHandle;
use tokio::time::MissedTickBehavior;

use crate::Node;
use crate::effects::Origin;
use crate::node::Room;
use crate::snapshot::Recorded;
use crate::transaction::Outcome;
use crate::turn::Turn;

/// The most ticks a second.
pub(crate) const FASTEST: u32 = 60;

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
        let done = self.transact(&room.tenant, now, None, |snapshot| {
            let context = self.context(&room.tenant, &room.name, "", "", now);
            let decision = app.rules.decide(&call, &context, &mut Recorded(snapshot));
            let decision = decision.map_err(|failure| self.fault(&failure, &context))?;
            let origin = Origin {
                app: &app,
                room: &room.name,
                user: "",
                now,
            };
            let mut writes = Vec::new();
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

//! What becomes of messages, as it happens: for those who look at it, and only while somebody does.
//!
//! A message that nobody looks at costs a relaxed load at each of two places. While somebody looks so many of them are told in each beat, refused ones apart from those that
//! took effect, and the rest is counted: a busy server is not slowed down by being looked at. The last faults of the rules are kept always, for there are
//! few and they are what somebody comes to look for.

use std::borrow::Cow;
use std::collections::{HashMap, VecDeque};
use std::sync::atomic::{AtomicI32, AtomicU32, AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use buildamp_engine::{Millis, Tenant};
use buildamp_rules::{Call, Context, Decision, Failure};
use serde::{Deserialize, Serialize};

use crate::node::Sent;
use crate::peer::Link;
use crate::protocol::Refusal;
use crate::{App, Node, trace};

/// How often those who look are told.
pub(crate) const BEAT: Duration = Duration::from_millis(200);

/// How many ways of each kind are told in a beat, and how many are remembered.
const TOLD: i32 = 60;
const REMEMBERED: usize = 200;

/// How many may look at once.
const WATCHERS: u32 = 16;

/// More messages than these are not followed at once.
const UNDERWAY: usize = 4_096;

/// How many faults are kept, and how much of what each says.
const FAULTS: usize = 50;
const FAULT: usize = 500;

/// What becomes of messages.
#[derive(Default)]
pub(crate) struct Live {
    watchers: AtomicU32,
    /// What is left of [`TOLD`] in this beat, of those that took effect and of those that were refused.
    places: [AtomicI32; 2],
    /// How many were not told.
    passed: AtomicU64,
    state: Mutex<State>,
    faults: Mutex<VecDeque<(Tenant, FaultSeen)>>,
}

#[derive(Default)]
struct State {
    underway: HashMap<Name, Notes>,
    ways: VecDeque<Way>,
    /// The number of the last.
    last: u64,
}

/// What a message is known by while it is decided on.
type Name = (u64, Instant);

/// What is known of a message before it is answered.
struct Notes {
    message: Option<Arc<str>>,
    effects: Vec<&'static str>,
    rules: Duration,
    decided: Instant,
    conflicts: u32,
}

/// A message's way: what it was and what became of it.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct Way {
    #[serde(skip)]
    tenant: Tenant,
    /// Later ones have greater numbers.
    n: u64,
    /// Its name in the log.
    trace: String,
    /// Milliseconds since 1970.
    at: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    room: Option<Arc<str>>,
    user: Arc<str>,
    connection: Arc<str>,
    /// Its type, where that is known.
    #[serde(skip_serializing_if = "Option::is_none")]
    message: Option<Arc<str>>,
    outcome: Outcome,
    /// In the order in which the rules named them.
    effects: Vec<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<Arc<str>>,
    /// What the log has of a fault and clients don't hear.
    #[serde(skip_serializing_if = "Option::is_none")]
    fault: Option<String>,
    /// Microseconds that the rules took at last, that the commit took, and all.
    #[serde(skip_serializing_if = "Option::is_none")]
    rules_us: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    commit_us: Option<u64>,
    #[serde(skip_serializing_if = "Option::is_none")]
    total_us: Option<u64>,
    /// How often others were faster.
    conflicts: u32,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
enum Outcome {
    Committed,
    Refused,
    /// It had taken effect before, and was answered once more.
    Repeated,
}

/// A call of the rules that ended early.
#[derive(Debug, Clone, Serialize)]
pub(crate) struct FaultSeen {
    /// Milliseconds since 1970.
    at: u64,
    room: String,
    user: String,
    function: String,
    code: &'static str,
    text: String,
}

#[derive(Deserialize)]
struct Typed<'a> {
    #[serde(borrow)]
    message_type: Cow<'a, str>,
}

fn micros(time: Duration) -> u64 {
    u64::try_from(time.as_micros()).unwrap_or(u64::MAX)
}

impl Live {
    /// Whether anybody looks.
    pub(crate) fn is_on(&self) -> bool {
        self.watchers.load(Ordering::Relaxed) > 0
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.state.lock().expect("nobody panics while holding it")
    }

    /// Whether one more is told in this beat.
    fn has_place(&self, kind: Outcome) -> bool {
        let places = &self.places[usize::from(kind == Outcome::Refused)];
        let has = places.load(Ordering::Relaxed) > 0 && places.fetch_sub(1, Ordering::Relaxed) > 0;
        if !has {
            self.passed.fetch_add(1, Ordering::Relaxed);
        }
        has
    }

    /// The rules have decided on a message. `again`: others were faster before.
    #[allow(
        clippy::too_many_arguments,
        reason = "it is all that is known at one place, which is to have few lines for it"
    )]
    pub(crate) fn decided(
        &self,
        app: &App,
        link: &Link,
        sent: &Sent<'_>,
        call: &Call<'_>,
        again: bool,
        rules: Duration,
        decision: &Result<Decision, Failure>,
    ) {
        let is_full = |places: &AtomicI32| places.load(Ordering::Relaxed) <= 0;
        let mut state = self.state();
        let name = (link.number, sent.arrived);
        let before = state.underway.remove(&name);
        if self.places.iter().all(is_full) || state.underway.len() >= UNDERWAY {
            return;
        }
        let kind = match call {
            Call::Message { id, .. } => app.kind(*id),
            _ => None,
        };
        let effects = decision.iter().flat_map(|decision| &decision.effects);
        let notes = Notes {
            message: kind.map(|kind| kind.name.clone()),
            effects: effects.map(|effect| effect.kind().name()).collect(),
            rules,
            decided: Instant::now(),
            conflicts: before.map_or(0, |notes| notes.conflicts) + u32::from(again),
        };
        state.underway.insert(name, notes);
    }

    /// A message is about to be answered.
    pub(crate) fn answered(
        &self,
        now: Millis,
        link: &Link,
        room: &str,
        sent: &Sent<'_>,
        refusal: Option<&Refusal>,
    ) {
        let total = sent.arrived.elapsed();
        let notes = self.state().underway.remove(&(link.number, sent.arrived));
        let outcome = match (refusal, &notes) {
            (Some(_), _) => Outcome::Refused,
            (None, Some(_)) => Outcome::Committed,
            (None, None) => Outcome::Repeated,
        };
        if !self.has_place(outcome) {
            return;
        }
        let mut way = self.way(now, link, Some(room), outcome, refusal);
        way.total_us = Some(micros(total));
        if let Some(notes) = notes {
            way.message = notes.message;
            way.rules_us = Some(micros(notes.rules));
            way.conflicts = notes.conflicts;
            if outcome == Outcome::Committed {
                way.effects = notes.effects;
                way.commit_us = Some(micros(notes.decided.elapsed()));
            }
        }
        if way.message.is_none() {
            let typed = serde_json::from_slice::<Typed<'_>>(sent.payload);
            way.message = typed.ok().map(|typed| shortened(&typed.message_type, 100));
        }
        self.push(way);
    }

    /// A frame is refused that did not come so far as to be answered as a message.
    pub(crate) fn refused(&self, now: Millis, link: &Link, room: Option<&str>, refusal: &Refusal) {
        if self.has_place(Outcome::Refused) {
            self.push(self.way(now, link, room, Outcome::Refused, Some(refusal)));
        }
    }

    fn way(
        &self,
        now: Millis,
        link: &Link,
        room: Option<&str>,
        outcome: Outcome,
        refusal: Option<&Refusal>,
    ) -> Way {
        let code = refusal.map(|refusal| refusal.code.name());
        let is_fault = code.is_some_and(|code| code.starts_with("logic_"));
        Way {
            tenant: link.tenant.clone(),
            n: 0,
            trace: trace::current().to_string(),
            at: now.0,
            room: room.map(|room| shortened(room, 256)),
            user: link.user_shared(),
            connection: link.id.clone(),
            message: None,
            outcome,
            effects: Vec::new(),
            code,
            reason: refusal.map(|refusal| shortened(&refusal.text, 2_000)),
            fault: room
                .filter(|_| is_fault)
                .and_then(|room| self.fault_in(&link.tenant, room, link.user_name())),
            rules_us: None,
            commit_us: None,
            total_us: None,
            conflicts: 0,
        }
    }

    fn push(&self, way: Way) {
        let mut state = self.state();
        state.last += 1;
        let n = state.last;
        if state.ways.len() == REMEMBERED {
            state.ways.pop_front();
        }
        state.ways.push_back(Way { n, ..way });
    }

    fn seen(&self) -> MutexGuard<'_, VecDeque<(Tenant, FaultSeen)>> {
        self.faults.lock().expect("nobody panics while holding it")
    }

    /// A call of the rules has ended early.
    pub(crate) fn fault(
        &self,
        now: Millis,
        context: &Context<'_>,
        failure: &Failure,
        code: &'static str,
    ) {
        let text = failure.fault.to_string();
        let seen = FaultSeen {
            at: now.0,
            room: context.room.to_owned(),
            user: context.user_id.to_owned(),
            function: failure.function.clone(),
            code,
            text: text[..text.floor_char_boundary(FAULT)].to_owned(),
        };
        let mut faults = self.seen();
        if faults.len() == FAULTS {
            faults.pop_back();
        }
        faults.push_front((Tenant(context.host.into()), seen));
    }

    /// The last faults of a tenant, the newest first.
    pub(super) fn faults(&self, tenant: &Tenant) -> Vec<FaultSeen> {
        let faults = self.seen();
        let own = faults.iter().filter(|(whose, _)| whose == tenant);
        own.map(|(_, fault)| fault.clone()).collect()
    }

    /// What the log says of the last fault that there was of a user in a room.
    pub(crate) fn fault_in(&self, tenant: &Tenant, room: &str, user: &str) -> Option<String> {
        let faults = self.seen();
        let is_it = |(whose, fault): &&(Tenant, FaultSeen)| {
            whose == tenant && fault.room == room && fault.user == user
        };
        let (_, fault) = faults.iter().find(is_it)?;
        Some(format!("{}: {}", fault.function, fault.text))
    }
}

fn shortened(text: &str, most: usize) -> Arc<str> {
    text[..text.floor_char_boundary(most)].into()
}

/// Somebody who looks, until it is dropped.
pub(crate) struct Watching {
    node: Arc<Node>,
    tenant: Tenant,
    /// The last that was told.
    told: u64,
    passed: u64,
}

/// What is told at once.
#[derive(Debug, Serialize)]
pub(crate) struct News {
    /// Oldest first.
    ways: Vec<Way>,
    /// How many others there were, of all hosts.
    passed: u64,
}

impl News {
    pub(crate) fn is_nothing(&self) -> bool {
        self.ways.is_empty() && self.passed == 0
    }
}

impl Watching {
    /// Begins to look; `None` where as many do as may.
    pub(crate) fn begin(node: &Arc<Node>, tenant: &Tenant) -> Option<Watching> {
        let live = &node.live;
        let one_more = |count| (count < WATCHERS).then_some(count + 1);
        let count = &live.watchers;
        count
            .fetch_update(Ordering::Relaxed, Ordering::Relaxed, one_more)
            .ok()?;
        live.refill();
        Some(Watching {
            node: node.clone(),
            tenant: tenant.clone(),
            told: 0,
            passed: live.passed.load(Ordering::Relaxed),
        })
    }

    /// What has come since the last time.
    pub(crate) fn news(&mut self) -> News {
        let live = &self.node.live;
        live.refill();
        let state = live.state();
        let new = state.ways.iter().filter(|way| way.n > self.told);
        let ways = new.filter(|way| way.tenant == self.tenant).cloned();
        let ways = ways.collect();
        self.told = state.last;
        drop(state);
        let passed = live.passed.load(Ordering::Relaxed);
        let before = std::mem::replace(&mut self.passed, passed);
        News {
            ways,
            passed: passed - before,
        }
    }

    /// Whether the server is about to stop.
    pub(crate) fn is_over(&self) -> bool {
        self.node.is_draining()
    }
}

impl Live {
    fn refill(&self) {
        for places in &self.places {
            places.store(TOLD, Ordering::Relaxed);
        }
    }
}

impl Drop for Watching {
    fn drop(&mut self) {
        let live = &self.node.live;
        if live.watchers.fetch_sub(1, Ordering::Relaxed) == 1 {
            // Nothing is remembered for those who come later. Their numbers go on.
            let mut state = live.state();
            state.ways.clear();
            state.underway.clear();
        }
    }
}

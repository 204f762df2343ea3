//! What is going on, in figures. Rates are for who asks twice to work out: counts only grow.

use std::sync::atomic::Ordering;

use buildamp_engine::{Kind, Tenant};
use buildamp_rules::Handler;
use serde::Serialize;

use super::figures::{Labelled, Times, counts, times};
use super::live::FaultSeen;
use super::{About, NodeShown, jobs};
use crate::metrics::Of;
use crate::{Node, Tenancy};

/// A node at a moment. Counts are the whole node's since it started.
#[derive(Debug, Serialize)]
pub struct Overview {
    app: String,
    version: String,
    /// The node, as the ids of its connections begin.
    node: String,
    /// Whose rooms and state the other views show.
    host: String,
    /// Whether each host has a state of its own.
    has_hosts: bool,
    /// Milliseconds since 1970.
    now: u64,
    started: u64,
    is_stopping: bool,
    rules: RulesShown,
    engine: EngineShown,
    connections: i64,
    users: i64,
    rooms: i64,
    lingering: i64,
    largest_room: i64,
    queued_bytes: i64,
    received: u64,
    messages: u64,
    delivered: u64,
    conflicts: u64,
    events: u64,
    ticks: u64,
    refusals: Vec<Labelled>,
    faults: Vec<Labelled>,
    evictions: Vec<Labelled>,
    message_times: Times,
    rules_times: Times,
    memory: Memory,
    /// The last calls of the rules that ended early, the newest first.
    last_faults: Vec<FaultSeen>,
    /// How many of the hundred newest jobs that were put aside are this host's; `None` where that can't be read.
    #[serde(skip_serializing_if = "Option::is_none")]
    given_up: Option<GivenUpCounts>,
    /// The nodes that share the state; `None` where that can't be read, and none where it is this node's alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    nodes: Option<Vec<NodeShown>>,
}

#[derive(Debug, Serialize)]
struct RulesShown {
    /// What tells them from others.
    #[serde(skip_serializing_if = "Option::is_none")]
    version: Option<String>,
    /// Since when they are in force, in milliseconds since 1970.
    since: u64,
    /// Which functions they expose.
    functions: Vec<&'static str>,
}

#[derive(Debug, Serialize)]
struct EngineShown {
    kind: &'static str,
    /// Why it does not work at present.
    #[serde(skip_serializing_if = "Option::is_none")]
    problem: Option<String>,
}

#[derive(Debug, Serialize)]
struct Memory {
    /// Of the process, in bytes.
    #[serde(skip_serializing_if = "Option::is_none")]
    process: Option<u64>,
    connections: i64,
    queues: i64,
    rooms: i64,
    history: i64,
}

#[derive(Debug, Serialize)]
struct GivenUpCounts {
    events: usize,
    webhooks: usize,
}

impl Node {
    /// What is going on. The figures of what is held are those of when they were last taken.
    pub fn overview(&self, tenant: &Tenant, about: &About) -> Overview {
        let metrics = self.metrics();
        let text = metrics.text();
        let app = self.app.load();
        let memory = |of| metrics.held.memory.get_or_create(&Of { of }).get();
        Overview {
            app: about.app.clone(),
            version: about.version.clone(),
            node: format!("{:08x}", self.mark),
            host: (*tenant.0).to_owned(),
            has_hosts: self.settings.tenancy == Tenancy::ByHost,
            now: self.clock.now().0,
            started: self.started.0,
            is_stopping: self.is_retiring(),
            rules: RulesShown {
                version: app.version.as_deref().map(str::to_owned),
                since: self.swapped.load(Ordering::Relaxed),
                functions: functions(&app),
            },
            engine: EngineShown {
                kind: about.engine,
                problem: self.engine.health().err().map(|error| error.0),
            },
            connections: metrics.connections.get(),
            users: metrics.users.get(),
            rooms: metrics.rooms.get(),
            lingering: metrics.lingering.get(),
            largest_room: metrics.held.largest_room.get(),
            queued_bytes: metrics.held.queued.get(),
            received: metrics.received.get(),
            messages: metrics.messages.get(),
            delivered: metrics.delivered.get(),
            conflicts: metrics.conflicts.get(),
            events: metrics.events.get(),
            ticks: metrics.ticks.get(),
            refusals: counts(&text, "refusals", "code"),
            faults: counts(&text, "logic_faults", "code"),
            evictions: counts(&text, "evictions", "reason"),
            message_times: times(&text, "message_seconds"),
            rules_times: times(&text, "logic_seconds"),
            memory: Memory {
                process: (about.memory)(),
                connections: memory("connections"),
                queues: memory("queues"),
                rooms: memory("rooms"),
                history: memory("history"),
            },
            last_faults: self.live.faults(tenant),
            given_up: self.given_up_counts(tenant),
            nodes: self.nodes_shown().ok(),
        }
    }

    fn given_up_counts(&self, tenant: &Tenant) -> Option<GivenUpCounts> {
        let all = self.engine.aside(jobs::COUNTED).ok()?;
        let own = || all.iter().filter(|aside| aside.job.tenant == *tenant);
        let count = |kind| own().filter(|aside| aside.job.kind == kind).count();
        Some(GivenUpCounts {
            events: count(Kind::Event),
            webhooks: count(Kind::Webhook),
        })
    }
}

fn functions(app: &crate::App) -> Vec<&'static str> {
    let exposed = |handler: &&Handler| app.handles(**handler);
    let all = Handler::ALL.iter().filter(exposed);
    all.map(|handler| handler.name()).collect()
}
